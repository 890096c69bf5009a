import { Decimal, TRUSTED } from '@libs/kernel';
import type { RiskContext } from '@libs/kernel';
import { MOST_LOTS } from '../run/bar-player';
import { divideHalfEven } from './half-even';
import { FEE_SCALE } from './fast-market';
import type { FastMarket } from './fast-market';
import { StepsAside, exact } from './steps-aside';
import { WideAmount } from './wide-amount';

/** Far above accumulated rounding errors of doubles, as a fraction and in the settle asset. */
const DOUBT = 1e-9;
/** The same for a price, as a fraction; a tick more is taken besides. */
const SLACK = 1e-6;
/** Upper bound of the rounding of margins and fees, in the settle asset. */
const ROUNDINGS = 0.02;

/** The effect of a fill, computed before the order is reported. Money in units of the market. */
export interface FillEffect {
  /** Signed. */
  lots: number;
  ticks: number;
  /** In 10^-8. */
  fee: number;
  cost: number;
  realised: number;
}

/** Position and money of an account with one strategy on one linear market. */
export class FastBook {
  /** Signed. */
  lots = 0;
  /** Signed cost of the position. */
  cost = 0;
  /** The newest price, in ticks. */
  mark = 0;
  /** Lots of open orders. */
  buying = 0;
  selling = 0;
  /** The ticks between which no price can use up the margin of the position. */
  calmLow = -Infinity;
  calmHigh = Infinity;
  readonly balance: WideAmount;
  readonly realised: WideAmount;
  readonly fees: WideAmount;
  hasRealised = false;
  hasPaid = false;
  private readonly sum: WideAmount;
  private readonly maxPosition: number;
  private toldTicks = 0;
  private toldPrice = '0';

  constructor(
    readonly market: FastMarket,
    balance: Decimal,
    private readonly maxPositionSize: Decimal,
  ) {
    const amount = (): WideAmount => new WideAmount(market.moneyScale);
    [this.balance, this.realised, this.fees, this.sum] = [amount(), amount(), amount(), amount()];
    this.balance.set(balance);
    this.maxPosition = maxPositionSize.toNumber();
  }

  /** Exact, as decimal text. */
  get equity(): string {
    return this.equityNow().toString();
  }

  get equityAmount(): Decimal {
    return this.equityNow().toDecimal();
  }

  /** Cached, because the resulting position needs the text of a fill's price again. */
  priceText(ticks: number): string {
    if (ticks !== this.toldTicks) {
      const { tickUnits, instrument } = this.market;
      this.toldTicks = ticks;
      this.toldPrice = Decimal.fromUnits(ticks * tickUnits, instrument.tickSize.scale).toString();
    }
    return this.toldPrice;
  }

  /** True if the risk rules certainly allow a market order of so many lots (signed); otherwise evaluate them. */
  surelyAllows(lots: number, reduceOnly: boolean): boolean {
    const { market, mark } = this;
    const [size, held, open] = lots > 0 ? [lots, this.lots, this.buying] : [-lots, -this.lots, this.selling];
    if (!(size >= market.minLots && size <= market.maxLots)) return false;
    if (reduceOnly ? size > -held - open : size * mark < market.minValue) return false;
    const worst = held + open + size;
    if (worst <= 0) return true;
    const value = worst * mark * market.value;
    const equity = this.equityNow().rough;
    return value < Math.min(1, this.maxPosition) * equity * (1 - DOUBT) - DOUBT;
  }

  /** The inputs of the risk rules. */
  riskContext(side: 'BUY' | 'SELL'): RiskContext {
    const { instrument, lotUnits } = this.market;
    const quantity = (lots: number): Decimal => Decimal.fromUnits(exact(lots * lotUnits), instrument.lotSize.scale);
    const mark = instrument.tickSize.times(Decimal.fromNumber(this.mark));
    const sides = { position: quantity(this.lots), openSameSide: quantity(side === 'BUY' ? this.buying : this.selling) };
    return {
      instrument,
      tradingState: 'ACTIVE',
      reconciled: true,
      price: { bid: mark, ask: mark },
      trust: TRUSTED,
      settleAsset: instrument.settle,
      equity: this.equityNow().toDecimal(),
      maxPositionSize: this.maxPositionSize,
      account: sides,
      deployment: sides,
      otherExposure: Decimal.ZERO,
      available: {},
    };
  }

  /** The effect of a market order filled at `open`; steps aside if the venue might do anything other than fill it completely. */
  effectOf(lots: number, reduceOnly: boolean, open: number): FillEffect {
    const { market } = this;
    const { slippageTicks: slippage } = market;
    const ticks = lots > 0 ? Math.max(2, open + slippage) : Math.max(1, open - slippage);
    // The venue allows a market order five percent of slippage.
    if (Math.abs(ticks - open) * 100 > open * 5) throw new StepsAside('a price beyond the band of market orders');
    this.assertTaken(lots, reduceOnly, open, ticks);
    const cost = exact(lots * ticks * market.unit);
    const fee = divideHalfEven(exact(Math.abs(lots) * ticks * market.feeTop), market.feeBottom);
    exact(fee * market.feeUnit);
    return this.applied({ lots, ticks, fee, cost, realised: 0 });
  }

  /** Books the fill. */
  take({ lots, ticks, fee, cost, realised }: FillEffect): void {
    this.lots += lots;
    this.cost = cost;
    this.mark = ticks;
    const paid = fee * this.market.feeUnit;
    this.balance.add(realised);
    this.balance.add(-paid);
    this.realised.add(realised);
    this.fees.add(paid);
    if (realised !== 0) this.hasRealised = true;
    if (paid !== 0) this.hasPaid = true;
    this.limit();
  }

  /** Books a funding settlement, received if positive, in a bar of these extremes. */
  settle(amount: Decimal, low: number, high: number): void {
    this.assertCalm(low, high);
    this.balance.add(exact(amount.unitsAt(this.market.moneyScale)));
    this.limit();
    this.assertCalm(low, high);
  }

  /** Steps aside if prices between these may use up the position's margin. */
  assertCalm(low: number, high: number): void {
    if (!(low >= this.calmLow && high <= this.calmHigh)) throw new StepsAside('a margin that may be gone');
  }

  /**
   * Where the equity still covers the initial margin, and the value is within the tiers of the leverage: there the maintenance margin is less.
   * Equity and margin are linear in the price.
   */
  private limit(): void {
    const { market, lots, cost } = this;
    this.calmLow = -Infinity;
    this.calmHigh = Infinity;
    if (lots === 0) return;
    const left = this.balance.rough - cost / market.moneyPower - ROUNDINGS;
    const aTick = lots * market.value * (1 - Math.sign(lots) * market.marginRate);
    const zero = -left / aTick;
    this.calmHigh = market.riskLimit / (Math.abs(lots) * market.value);
    if (aTick < 0) this.calmHigh = Math.min(this.calmHigh, zero);
    else this.calmLow = zero * (1 + SLACK) + 1;
    this.calmHigh = this.calmHigh * (1 - SLACK) - 1;
  }

  private equityNow(): WideAmount {
    const { sum, lots, mark, market, cost } = this;
    sum.setTo(this.balance);
    if (lots === 0) return sum;
    const value = lots * mark * market.unit;
    if (Number.isSafeInteger(value) && Number.isSafeInteger(value - cost)) sum.add(value - cost);
    // Nothing can step aside here, because hooks read the equity: the strategy would be blamed.
    else sum.set(this.balance.toDecimal().plus(this.wideProfit()));
    return sum;
  }

  private wideProfit(): Decimal {
    const { lots, mark, market, cost } = this;
    return Decimal.fromUnits(BigInt(lots) * BigInt(mark) * BigInt(market.unit) - BigInt(cost), market.moneyScale);
  }

  /** Size, value and margin as a venue checks them, each at its upper bound. */
  private assertTaken(lots: number, reduceOnly: boolean, open: number, ticks: number): void {
    const { market } = this;
    const size = Math.abs(lots);
    if (size > MOST_LOTS) throw new StepsAside('an order of more than the market offers');
    if (reduceOnly && !(lots * this.lots < 0 && size <= Math.abs(this.lots))) throw new StepsAside('an order that is cut to the position');
    if (!reduceOnly && size * open < market.minValue) throw new StepsAside('an order of too small a value when it arrived');
    const held = Math.abs(this.lots);
    const dearest = Math.max(open, ticks);
    // Only the part of an opposite order beyond the position needs margin, and not in addition to the position's.
    const most = lots * this.lots < 0 ? Math.max(held, size - held) : held + size;
    const value = most * dearest * market.value;
    const closing = size * dearest * market.value * market.marginRate;
    const profit = this.lots === 0 ? 0 : (this.lots * open * market.unit - this.cost) / market.moneyPower;
    const slip = size * Math.abs(ticks - open) * market.value + closing;
    const worth = this.balance.rough + profit - slip;
    if (!(value * (1 + DOUBT) + ROUNDINGS < market.riskLimit)) throw new StepsAside('a value near the limit of the risk tiers');
    if (!(value * market.marginRate + ROUNDINGS < worth - Math.abs(worth) * DOUBT)) throw new StepsAside('a margin that may not suffice');
  }

  /** Same as `applyChange` in the kernel. */
  private applied(effect: FillEffect): FillEffect {
    const { lots, ticks, cost } = effect;
    const held = Math.abs(this.lots);
    const incoming = Math.abs(lots);
    if (this.lots === 0 || this.lots * lots > 0) {
      effect.cost = exact(this.cost + cost);
      return effect;
    }
    const closed = Math.min(held, incoming);
    const closedCost = closed === held ? this.cost : this.shareOfCost(closed, held);
    const closing = closed === incoming ? cost : exact(Math.sign(lots) * closed * ticks * this.market.unit);
    effect.cost = exact(this.cost - closedCost + (cost - closing));
    effect.realised = exact(0 - closing - closedCost);
    return effect;
  }

  private shareOfCost(closed: number, held: number): number {
    const { moneyScale } = this.market;
    const decimal = (units: number, scale: number): Decimal => Decimal.fromUnits(units, scale);
    const share = decimal(this.cost, moneyScale).times(decimal(closed, 0)).dividedBy(decimal(held, 0), FEE_SCALE);
    return exact(share.unitsAt(moneyScale));
  }
}
