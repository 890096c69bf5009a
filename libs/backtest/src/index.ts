export { InvalidBacktest, claimedHost, liveHost, plannedOf, playPlanned, runBacktest } from './run/backtest';
export type { BacktestFault, BacktestResult, BacktestSpec, BacktestTerms, PlannedStrategy } from './run/backtest';
export type { Claim, StrategyHost } from './run/strategy-host';
export { fillHash } from './run/fill-hash';
export { decodeTape, encodeTape } from './run/tape-file';
export { InvalidTape, barTape } from './run/bar-tape';
export type { BarTape } from './run/bar-tape';
export type { FillTerms } from './run/bar-venue';
