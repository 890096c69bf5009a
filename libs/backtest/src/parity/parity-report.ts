import type { Decimal } from '@libs/kernel';
import type { CauseMoney } from './causes';

/** One side of a compared order. */
export interface OrderSummary {
  readonly clientOrderId: string;
  readonly quantity: Decimal;
  readonly filled: Decimal;
  /** Null while nothing was filled. */
  readonly averagePrice: Decimal | null;
  readonly fees: Decimal;
  readonly refusal: string | null;
}

/** An order that came to something else, and why. */
export interface OrderDifference {
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  /** Market time of the decision, epoch milliseconds. */
  readonly decidedAt: number;
  readonly moment: string;
  readonly session: OrderSummary | null;
  readonly backtest: OrderSummary | null;
  readonly money: CauseMoney;
  /** Σ of `money`. */
  readonly total: Decimal;
}

/** A thing that must not be, whatever it is worth. */
export interface NamedBug {
  /** Null where it belongs to no single order. */
  readonly clientOrderId: string | null;
  readonly what: string;
}

/** How many of how many are equal. */
export interface Share {
  readonly equal: number;
  readonly of: number;
}

/** A session of one deployment held against a backtest of the same time; amounts in `settleAsset`. */
export interface ParityReport {
  readonly settleAsset: string;
  readonly equity: {
    /** What it earned in the session, by the books. */
    readonly session: Decimal;
    readonly backtest: Decimal;
    readonly difference: Decimal;
  };
  /** Sums to `equity.difference` exactly. */
  readonly causes: CauseMoney;
  /** Σ |value| of the session's fills. */
  readonly turnover: Decimal;
  /** Orders that both wanted, of the same kind and size. */
  readonly decisions: Share;
  /** Orders of which the same was filled for the same money and the same fee. */
  readonly fills: Share;
  readonly differences: readonly OrderDifference[];
  readonly bugs: readonly NamedBug[];
}
