import type { Observation, RunRequest } from '@libs/backtest';
import type { MarketOrder, StrategyOrder, WatchOrder } from './backtest-frames';

/** A market and the strategy that is observed in it. */
export interface SubjectOrder extends MarketOrder, StrategyOrder {}

/** What a sandbox that observes is given, as the one line on its standard input. */
export interface ObserveOrder extends SubjectOrder {
  readonly requests: readonly RunRequest[];
  readonly watch?: WatchOrder;
}

/** What it writes, one JSON object a line: progress at times, one observation for each request, in order. */
export type ObserveFrame =
  | { readonly type: 'progress'; readonly bars: number }
  | { readonly type: 'observed'; readonly observation: Observation }
  /** The last one: it could not go on. */
  | { readonly type: 'refused'; readonly message: string; readonly stack: string };
