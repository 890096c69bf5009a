import type { Observation, RunRequest } from '@libs/backtest';
import type { MarketOrder, StrategyOrder, WatchOrder } from './backtest-frames';

/** A market and the strategy that is observed in it. */
export interface SubjectOrder extends MarketOrder, StrategyOrder {}

/** The input of an observing sandbox, as the one line on its standard input. */
export interface ObserveOrder extends SubjectOrder {
  readonly requests: readonly RunRequest[];
  readonly watch?: WatchOrder;
}

/** Its output, one JSON object per line: progress now and then, one observation per request, in order. */
export type ObserveFrame =
  | { readonly type: 'progress'; readonly bars: number }
  | { readonly type: 'observed'; readonly observation: Observation }
  /** The last one: it could not continue. */
  | { readonly type: 'refused'; readonly message: string; readonly stack: string };
