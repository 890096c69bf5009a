import { Decimal, applyFill, emptyPosition, type Position } from '@libs/kernel';
import { exact, type RunFill } from './run-record';
import type { RoundTrip, TripLeg } from './round-trip';

/** A fill, or the part of it that belongs to one trip. */
export interface TripFill {
  readonly fill: RunFill;
  readonly quantity: Decimal;
  readonly fee: Decimal;
}

/** A round trip that is still open. */
export class OpenTrip {
  private position: Position;
  private entered = Decimal.ZERO;
  private entryValue = Decimal.ZERO;
  private exited = Decimal.ZERO;
  private exitValue = Decimal.ZERO;
  private fees = Decimal.ZERO;
  private funding = Decimal.ZERO;
  private fills = 0;
  private last: RunFill;
  private isClosed = false;
  private readonly legs: TripLeg[] = [];

  /** Includes what the trip before left of the same symbol in the same direction. */
  constructor(
    private readonly first: RunFill,
    before?: OpenTrip,
  ) {
    const { quantity, cost } = before?.position ?? emptyPosition(first.symbol);
    this.position = { ...emptyPosition(first.symbol), quantity, cost };
    this.last = first;
  }

  get held(): Decimal {
    return this.position.quantity;
  }

  add(part: TripFill): void {
    this.take(part);
    this.last = part.fill;
    this.beginLeg(part.fill.at, exact(part.fill.price).toNumber());
  }

  /** The remainder counts as dust from now on. */
  close(): void {
    this.isClosed = true;
  }

  /** Sells dust of a closed trip; its closing time and reason stay as they were. */
  sweep(part: TripFill): void {
    this.take(part);
  }

  receive(at: number, amount: Decimal): void {
    this.funding = this.funding.plus(amount);
    this.beginLeg(at, this.legs.at(-1)?.price ?? 0);
  }

  toRoundTrip(): RoundTrip {
    const { first, last, position, funding, fees, isClosed } = this;
    const exitReason = isClosed ? (last.reason ?? last.tag) : undefined;
    return {
      symbol: first.symbol,
      side: first.side === 'BUY' ? 'LONG' : 'SHORT',
      openedAt: first.at,
      closedAt: isClosed ? last.at : null,
      quantity: this.entered,
      entryValue: this.entryValue,
      exitQuantity: this.exited,
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
      ...(first.strategy === undefined ? {} : { strategy: first.strategy }),
      legs: this.legs,
    };
  }

  private take({ fill, quantity, fee }: TripFill): void {
    const price = exact(fill.price);
    const value = quantity.times(price);
    if (fill.side === this.first.side) {
      this.entered = this.entered.plus(quantity);
      this.entryValue = this.entryValue.plus(value);
    } else {
      this.exited = this.exited.plus(quantity);
      this.exitValue = this.exitValue.plus(value);
    }
    this.position = applyFill(this.position, { side: fill.side, quantity, price });
    this.fees = this.fees.plus(fee);
    this.fills += 1;
  }

  private net(): Decimal {
    return this.position.realised.plus(this.funding).minus(this.fees);
  }

  private beginLeg(from: number, price: number): void {
    const { quantity, cost } = this.position;
    this.legs.push({ from, price, quantity: quantity.toNumber(), cost: cost.toNumber(), realised: this.net().toNumber() });
  }
}
