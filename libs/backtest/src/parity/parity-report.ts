import type { Decimal } from '@libs/kernel';
import type { CauseMoney } from './causes';

/** One side of a compared order. */
export interface OrderSummary {
  readonly clientOrderId: string;
  readonly quantity: Decimal;
  readonly filled: Decimal;
  /** Null if nothing filled. */
  readonly averagePrice: Decimal | null;
  readonly fees: Decimal;
  readonly refusal: string | null;
}

/** An order with a different result, and why. */
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

/** A violated invariant, whatever its value. */
export interface NamedBug {
  /** Null if it belongs to no single order. */
  readonly clientOrderId: string | null;
  readonly what: string;
}

/** The number of equal items, and of all. */
export interface Share {
  readonly equal: number;
  readonly of: number;
}

/** A session of one deployment compared with a backtest of the same period; amounts in `settleAsset`. */
export interface ParityReport {
  readonly settleAsset: string;
  readonly equity: {
    /** Its profit in the session, by the books. */
    readonly session: Decimal;
    readonly backtest: Decimal;
    readonly difference: Decimal;
  };
  /** Sums exactly to `equity.difference`. */
  readonly causes: CauseMoney;
  /** Σ |value| of the session's fills. */
  readonly turnover: Decimal;
  /** Orders that both requested, of the same kind and size. */
  readonly decisions: Share;
  /** Orders that filled equally, for the same money and fee. */
  readonly fills: Share;
  readonly differences: readonly OrderDifference[];
  readonly bugs: readonly NamedBug[];
}
