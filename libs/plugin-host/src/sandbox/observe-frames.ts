import type { Observation } from '@libs/backtest';
import type { MarketOrder, StrategyOrder, WatchOrder } from './backtest-frames';

/** A market and the strategy that is observed in it. */
export interface SubjectOrder extends MarketOrder, StrategyOrder {}

/** The first line of input of an observing sandbox; each line after it is a list of `RunRequest`. */
export interface ObserveSetup extends SubjectOrder {
  readonly watch?: WatchOrder;
}

/** Its output, one JSON object per line: progress now and then, one observation per request. */
export type ObserveFrame =
  /** The strategy is loaded, the tapes are read. */
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly bars: number }
  | { readonly type: 'observed'; readonly observation: Observation }
  /** The last one: it could not continue. */
  | { readonly type: 'refused'; readonly message: string; readonly stack: string };
