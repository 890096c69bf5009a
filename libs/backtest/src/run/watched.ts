import type { BacktestMarket } from './backtest-terms';
import type { Seat } from './seat';
import { distinctWatches, watchedBars } from './watched-bars';
import type { WatchedBars } from './watched-bars';

/** One watch of a run: its strategies, and the bars shown to them and not yet processed by the core. */
export interface Watched {
  readonly bars: WatchedBars;
  readonly seats: readonly Seat[];
  passed: number;
  /** Their input count: one for each bar and one for each answer. */
  inputs: number;
  lastClose: number;
}

export function watchedBy(seats: readonly Seat[], markets: readonly BacktestMarket[]): readonly Watched[] {
  const tapes = new Map(markets.map(({ market, tape }) => [market.symbol, tape]));
  return distinctWatches(seats.flatMap(({ strategy }) => strategy.plan.watches)).map((watch) => ({
    bars: watchedBars(watch, tapes),
    seats: seats.filter((seat) => seat.watches(watch)),
    passed: 0,
    inputs: 0,
    lastClose: 0,
  }));
}
