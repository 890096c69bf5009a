import { Decimal } from '@libs/kernel';
import type { OrderSide, OrderType } from '@libs/kernel';

/** A fill of an order. `fee` is in `feeAsset`; positive is paid. */
export interface TradedFill {
  readonly executionId: string;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
  readonly feeAsset: string;
  readonly liquidity: 'MAKER' | 'TAKER';
  /** Market time at which it was received, epoch milliseconds. */
  readonly at: number;
}

/** The event behind a decision; market events have the same name in both runs. */
export interface Moment {
  /** `bar`, `timer`, `fill` … */
  readonly type: string;
  readonly name: string;
}

/** How others on the same account affected an order: strategies, people, or the account as a whole. */
export interface OthersPart {
  /** Their earnings since the strategy started, as included in the equity at the decision; in the settle asset. */
  readonly earned: Decimal;
  /** It was refused, or cancelled, only because of them. */
  readonly isJudged: boolean;
  /** One of their orders rested on its side at its price or better while it was open. */
  readonly isBefore: boolean;
  /** One of their orders rested on the other side where it could match. */
  readonly isAgainst: boolean;
}

/** An order that a strategy requested, and its outcome. */
export interface TradedOrder {
  readonly clientOrderId: string;
  readonly heard: Moment;
  /** Index among the orders of one symbol and side requested at that moment, from 0. */
  readonly place: number;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly quantity: Decimal;
  readonly price: Decimal | null;
  /** Market time, epoch milliseconds. */
  readonly decidedAt: number;
  /** Of the event; the strategy may have taken time to decide. */
  readonly toldAt: number;
  /** Market time at which its strategy was told that it ended; null if it was not. */
  readonly closedAt: number | null;
  /**
   * What a taker of its side would have paid at the event behind the decision, and when the exchange filled or first reported it; null if
   * unknown.
   */
  readonly touches: { readonly decided: Decimal | null; readonly arrived: Decimal | null };
  readonly fills: readonly TradedFill[];
  /** Why it was denied, rejected or never received; null if it was not. */
  readonly refusal: string | null;
  /** Absent if nobody else affected it, as in a backtest. */
  readonly others?: OthersPart;
}

/** One run of a strategy, prepared for comparison. */
export interface TradedRun {
  readonly orders: readonly TradedOrder[];
  /** Price per symbol at which final positions are valued. */
  readonly marks: ReadonlyMap<string, Decimal>;
  /** Base coin by symbol of spot markets, where fees may be taken out of the bought coin. */
  readonly spotBases: ReadonlyMap<string, string>;
  readonly settleAsset: string;
}

/** True if others on the account had orders that filled differently because of them. */
export function isInTheWay({ others }: TradedOrder, followsMarket = false): boolean {
  return others !== undefined && (others.isBefore || (others.isAgainst && followsMarket));
}

export function filledQuantity({ fills }: Pick<TradedOrder, 'fills'>): Decimal {
  return fills.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.ZERO);
}

/** Σ quantity × price. */
export function filledValue({ fills }: Pick<TradedOrder, 'fills'>): Decimal {
  return fills.reduce((sum, { quantity, price }) => sum.plus(quantity.times(price)), Decimal.ZERO);
}

/** Fees in the settle asset; one in a third coin is outside the account's value and counts zero. */
export function feesOf(order: Pick<TradedOrder, 'fills' | 'symbol'>, run: Omit<TradedRun, 'orders'>): Decimal {
  return order.fills.reduce((sum, { fee, feeAsset }) => {
    if (feeAsset === run.settleAsset) return sum.plus(fee);
    return feeAsset === run.spotBases.get(order.symbol) ? sum.plus(fee.times(markOf(order.symbol, run))) : sum;
  }, Decimal.ZERO);
}

/** An order's final result: its quantity at the last price, less its cost and fees. */
export function profitOf(order: TradedOrder, run: Omit<TradedRun, 'orders'>): Decimal {
  const gross = filledQuantity(order).times(markOf(order.symbol, run)).minus(filledValue(order));
  return signed(order.side, gross).minus(feesOf(order, run));
}

export function markOf(symbol: string, { marks }: Pick<TradedRun, 'marks'>): Decimal {
  const mark = marks.get(symbol);
  if (!mark) throw new RangeError(`there is no closing price of ${symbol}`);
  return mark;
}

/** Unchanged for a buyer, negated for a seller. */
export function signed(side: OrderSide, amount: Decimal): Decimal {
  return side === 'BUY' ? amount : amount.negated();
}
