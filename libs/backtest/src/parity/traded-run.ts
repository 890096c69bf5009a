import { Decimal } from '@libs/kernel';
import type { OrderSide, OrderType } from '@libs/kernel';

/** A part of an order that was filled. `fee` is in `feeAsset`; above zero is paid. */
export interface TradedFill {
  readonly executionId: string;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
  readonly feeAsset: string;
  readonly liquidity: 'MAKER' | 'TAKER';
  /** Market time at which it was heard, epoch milliseconds. */
  readonly at: number;
}

/** What a strategy was told when it decided, in words that two runs share where the market told of it. */
export interface Moment {
  /** `bar`, `timer`, `fill` … */
  readonly type: string;
  readonly name: string;
}

/** What others on the same account had to do with an order: other strategies, people, or the account as a whole. */
export interface OthersPart {
  /** What they had earned since the strategy began, in the equity that it was told when it decided; in the settle asset. */
  readonly earned: Decimal;
  /** It was refused, or let go, only because of them. */
  readonly isJudged: boolean;
  /** An order of theirs rested on its side at its price or a better one while it stood. */
  readonly isBefore: boolean;
  /** An order of theirs rested on the other side where it could meet it. */
  readonly isAgainst: boolean;
}

/** An order that a strategy wanted, and what became of it. */
export interface TradedOrder {
  readonly clientOrderId: string;
  readonly heard: Moment;
  /** Of the orders of one symbol and side that it wanted at that moment, counted from 0. */
  readonly place: number;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly quantity: Decimal;
  readonly price: Decimal | null;
  /** Market time, epoch milliseconds. */
  readonly decidedAt: number;
  /** Of what it was told then; it may have taken its time to decide. */
  readonly toldAt: number;
  /** Market time at which its strategy was told that it was over; null where it was not. */
  readonly closedAt: number | null;
  /**
   * What a taker of its side would have paid when that happened on which was decided, and when the exchange filled it or first spoke
   * of it; null where nobody knows.
   */
  readonly touches: { readonly decided: Decimal | null; readonly arrived: Decimal | null };
  readonly fills: readonly TradedFill[];
  /** Why it was denied, refused or never received; null when it was not. */
  readonly refusal: string | null;
  /** Absent where nobody else had anything to do with it, as in a backtest. */
  readonly others?: OthersPart;
}

/** One run of a strategy, laid out for comparison. */
export interface TradedRun {
  readonly orders: readonly TradedOrder[];
  /** What each symbol's positions are valued at in the end. */
  readonly marks: ReadonlyMap<string, Decimal>;
  /** Base coin by symbol of spot markets, where a fee may be taken out of what was bought. */
  readonly spotBases: ReadonlyMap<string, string>;
  readonly settleAsset: string;
}

/** Whether others of the account had orders where another part of it was filled because of them. */
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

/** Of its fills, in the settle asset; one in a third coin stands outside the account's value and counts nothing. */
export function feesOf(order: Pick<TradedOrder, 'fills' | 'symbol'>, run: Omit<TradedRun, 'orders'>): Decimal {
  return order.fills.reduce((sum, { fee, feeAsset }) => {
    if (feeAsset === run.settleAsset) return sum.plus(fee);
    return feeAsset === run.spotBases.get(order.symbol) ? sum.plus(fee.times(markOf(order.symbol, run))) : sum;
  }, Decimal.ZERO);
}

/** What an order brought by the end: its quantity at the last price, less what it cost and its fees. */
export function profitOf(order: TradedOrder, run: Omit<TradedRun, 'orders'>): Decimal {
  const gross = filledQuantity(order).times(markOf(order.symbol, run)).minus(filledValue(order));
  return signed(order.side, gross).minus(feesOf(order, run));
}

export function markOf(symbol: string, { marks }: Pick<TradedRun, 'marks'>): Decimal {
  const mark = marks.get(symbol);
  if (!mark) throw new RangeError(`there is no closing price of ${symbol}`);
  return mark;
}

/** As it is for a buyer, negated for a seller. */
export function signed(side: OrderSide, amount: Decimal): Decimal {
  return side === 'BUY' ? amount : amount.negated();
}
