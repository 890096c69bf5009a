import { Decimal, applyFill, emptyPosition, type Position } from '@libs/kernel';
import { exact, type RunFill } from './run-record';
import type { RoundTrip, TripLeg } from './round-trip';

/** A fill, or the part of it that falls into one trip. */
export interface TripFill {
  readonly fill: RunFill;
  readonly quantity: Decimal;
  readonly fee: Decimal;
}

/** A round trip while it is being made. */
export class OpenTrip {
  private position: Position;
  private entered = Decimal.ZERO;
  private entryValue = Decimal.ZERO;
  private exitValue = Decimal.ZERO;
  private fees = Decimal.ZERO;
  private funding = Decimal.ZERO;
  private fills = 0;
  private last: RunFill;
  private readonly legs: TripLeg[] = [];

  constructor(private readonly first: RunFill) {
    this.position = emptyPosition(first.symbol);
    this.last = first;
  }

  get held(): Decimal {
    return this.position.quantity;
  }

  add({ fill, quantity, fee }: TripFill): void {
    const price = exact(fill.price);
    const value = quantity.times(price);
    if (fill.side === this.first.side) {
      this.entered = this.entered.plus(quantity);
      this.entryValue = this.entryValue.plus(value);
    } else {
      this.exitValue = this.exitValue.plus(value);
    }
    this.position = applyFill(this.position, { side: fill.side, quantity, price });
    this.fees = this.fees.plus(fee);
    this.fills += 1;
    this.last = fill;
    this.beginLeg(fill.at, price.toNumber());
  }

  receive(at: number, amount: Decimal): void {
    this.funding = this.funding.plus(amount);
    this.beginLeg(at, this.legs.at(-1)?.price ?? 0);
  }

  toRoundTrip(): RoundTrip {
    const { first, last, position, funding, fees } = this;
    const closed = position.quantity.isZero;
    const exitReason = closed ? (last.reason ?? last.tag) : undefined;
    return {
      symbol: first.symbol,
      side: first.side === 'BUY' ? 'LONG' : 'SHORT',
      openedAt: first.at,
      closedAt: closed ? last.at : null,
      quantity: this.entered,
      entryValue: this.entryValue,
      exitValue: this.exitValue,
      openQuantity: position.quantity,
      openCost: position.cost,
      profit: position.realised,
      fees,
      funding,
      netProfit: this.net(),
      fills: this.fills,
      ...(first.tag === undefined ? {} : { entryTag: first.tag }),
      ...(exitReason === undefined ? {} : { exitReason }),
      ...(first.risk === undefined ? {} : { risk: exact(first.risk) }),
      legs: this.legs,
    };
  }

  private net(): Decimal {
    return this.position.realised.plus(this.funding).minus(this.fees);
  }

  private beginLeg(from: number, price: number): void {
    const { quantity, cost } = this.position;
    this.legs.push({ from, price, quantity: quantity.toNumber(), cost: cost.toNumber(), realised: this.net().toNumber() });
  }
}
