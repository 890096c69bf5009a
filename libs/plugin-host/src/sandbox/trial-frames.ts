import type { TrialOrder, TrialRun, YearTerms } from '@libs/backtest';
import type { MarketOrder } from './backtest-frames';

/** The first line of input of a trial sandbox; each line after it is a `TrialOrder`. */
export interface TrialSetup extends MarketOrder {
  readonly strategy: string;
  /** The basis of annualised metrics; absent: the default. */
  readonly year?: YearTerms | undefined;
}

export type { TrialOrder };

/** What it writes, one JSON object a line. */
export type TrialFrame =
  /** The strategy is loaded, the tapes are read. */
  | { readonly type: 'ready' }
  /** The last one: it could not start. */
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'progress'; readonly bars: number }
  /** The answer to one order; `stack` of a fault. */
  | { readonly type: 'trial'; readonly run: TrialRun; readonly stack: string };
