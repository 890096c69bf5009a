import type { RunRecord, ScoredTrial, WalkWindow } from '@libs/backtest';
import type { BacktestOutcome } from '../backtest/run-backtest-job';
import type { OptimisationOutcome } from '../search/run-optimisation';

/** One window: what its search found, and how that did on data that the search never saw. */
export interface WalkedWindow extends WalkWindow {
  readonly search: OptimisationOutcome;
  /** null where the search found nothing to play: the account stands aside. */
  readonly winner: { readonly trial: ScoredTrial; readonly inSample: BacktestOutcome; readonly outOfSample: BacktestOutcome } | null;
  /** The test, beginning with the equity that the window before it left, and closed out at its end except in the last window. */
  readonly record: RunRecord;
}
