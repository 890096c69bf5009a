import { INTERVALS } from '@libs/kernel';
import type { StrategyPlan } from '@libs/sdk';
import type { BacktestTerms } from '../run/backtest';
import { InvalidBacktest } from '../run/invalid-backtest';
import { cutTape } from '../run/cut-tape';

/** Length of the longest bars that a plan watches, in milliseconds; of the event tape's bars if it watches none. */
export function longestWatch({ watches }: Pick<StrategyPlan, 'watches'>): number {
  return Math.max(...(watches.length === 0 ? [INTERVALS['1m']] : watches.map(({ interval }) => INTERVALS[interval])));
}

/** Length of the warm-up that a plan needs, in milliseconds; zero without bars. */
export function warmUpOf(plan: Pick<StrategyPlan, 'watches' | 'warmUpBars'>): number {
  return plan.watches.length === 0 ? 0 : Math.max(1, plan.warmUpBars) * longestWatch(plan);
}

/** Where the data must begin for a plan to trade from a given time on. */
export function pastFrom(plan: Pick<StrategyPlan, 'watches' | 'warmUpBars'>, from: number): number {
  const longest = longestWatch(plan);
  return Math.ceil(from / longest) * longest - warmUpOf(plan);
}

/** True if a plan uses a market. */
export function follows({ watches, streams = [] }: Pick<StrategyPlan, 'watches' | 'streams'>, symbol: string): boolean {
  return [...watches, ...streams].some((one) => one.symbol === symbol);
}

/**
 * The markets from where trading at `from` needs them, so that strategies with different warm-ups are measured over the same period. Throws
 * `InvalidBacktest` if that is before the data.
 */
export function startingAt(markets: BacktestTerms['markets'], plan: StrategyPlan, from: number): BacktestTerms['markets'] {
  const first = pastFrom(plan, from);
  return markets.map((one) => {
    const { market, tape } = one;
    if (tape.series.firstStart > first)
      throw new InvalidBacktest(
        `it wants ${plan.warmUpBars} bars before ${textOf(from)}, and the data of ${market.symbol} begins at ${textOf(tape.series.firstStart)}`,
      );
    return { ...one, tape: cutTape(tape, first, Infinity) };
  });
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
