import type { TrialOrder, TrialRun, YearTerms } from '@libs/backtest';
import type { MarketOrder } from './backtest-frames';

/** What a sandbox of trials is given as its first line; each line behind it is a `TrialOrder`. */
export interface TrialSetup extends MarketOrder {
  readonly strategy: string;
  /** That its measures are held against; absent: the usual one. */
  readonly year?: YearTerms | undefined;
}

export type { TrialOrder };

/** What it writes, one JSON object a line. */
export type TrialFrame =
  /** The strategy is loaded, the tapes are read. */
  | { readonly type: 'ready' }
  /** The last one: it could not begin. */
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'progress'; readonly bars: number }
  /** The answer to one order; `stack` of a fault. */
  | { readonly type: 'trial'; readonly run: TrialRun; readonly stack: string };
