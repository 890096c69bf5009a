export { InvalidBacktest, runBacktest } from './run/backtest';
export type { BacktestFault, BacktestResult, BacktestSpec } from './run/backtest';
export { InvalidTape, barTape } from './run/bar-tape';
export type { BarTape } from './run/bar-tape';
export type { FillTerms } from './run/bar-venue';
