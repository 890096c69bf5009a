export { ClaimDiffers, InvalidSpec, ResearchFailed, ResearchRefused } from './refusals';
export { checkSpec } from './backtest/backtest-spec';
export type { BacktestSpec } from './backtest/backtest-spec';
export { prepareBacktest, seriesOf } from './backtest/prepare';
export type { PreparedBacktest } from './backtest/prepare';
export { checkBacktest, playBacktest, runBacktestJob } from './backtest/run-backtest-job';
export type { BacktestOutcome, BacktestPorts } from './backtest/run-backtest-job';
export { measuresOf } from './backtest/summary';
export type { Summary } from './backtest/summary';
