import type { BacktestResult } from '@libs/backtest';
import { backtestBars } from './backtest-bars';
import type { BarsRun } from './backtest-bars';
import { realBars } from './real-bars';

export interface RealRun extends Omit<BarsRun, 'bars'> {
  /** A file of recorded candles, and what they are of. */
  readonly file: string;
}

/** Plays recorded candles to a strategy as `backtestBars` does. */
export function backtestReal({ file, ...run }: RealRun): BacktestResult {
  return backtestBars({ ...run, bars: realBars(file) });
}
