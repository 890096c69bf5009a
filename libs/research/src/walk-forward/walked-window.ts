import type { RunRecord, ScoredTrial, WalkWindow } from '@libs/backtest';
import type { BacktestOutcome } from '../backtest/run-backtest-job';
import type { OptimisationOutcome } from '../search/run-optimisation';

/** One window: what its search found, and how that did over data that the search never had. */
export interface WalkedWindow extends WalkWindow {
  readonly search: OptimisationOutcome;
  /** null where the search found nothing to play: the account stands aside. */
  readonly winner: { readonly trial: ScoredTrial; readonly inSample: BacktestOutcome; readonly outOfSample: BacktestOutcome } | null;
  /** The test with all closed out at its end, the last window aside; begins with what the window before it left. */
  readonly record: RunRecord;
}
