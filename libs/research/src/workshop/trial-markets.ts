import { generatedInstrument, generatedTape, longestWatch, warmUpOf, type MarketKind, type RecordedSignal } from '@libs/backtest';
import { INTERVALS, type Interval } from '@libs/kernel';
import type { StrategyPlan } from '@libs/sdk';
import type { PreparedBacktest } from '../backtest/prepare';
import { ResearchRefused } from '../refusals';

const FILLS = { makerFee: '0.0002', takerFee: '0.00055', slippageTicks: 0, latency: 0 };
const BALANCE = '10000';
const LEAST_BARS = 600;
const LIVE_BARS = 260;
/** Bars of the shortest interval in one market, at most. */
const MOST_BARS = 60_000;

export interface TrialSubject {
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Oldest first. */
  readonly signals?: readonly RecordedSignal[] | undefined;
}

/**
 * A generated market of each symbol that a strategy watches, long enough for its warm-up where that can be. With signals it lies where they
 * do: trading begins with the first one.
 */
export function trialMarket({ strategy, params, signals }: TrialSubject, plan: StrategyPlan, kind: MarketKind): PreparedBacktest {
  if (plan.streams) throw new ResearchRefused('It follows ticks, trades or a book, and generated markets have bars only.');
  const symbols = [...new Set(plan.watches.map(({ symbol }) => symbol))];
  const markets = symbols.map((symbol, at) => {
    const interval = shortestOf(plan, symbol);
    const tape = generatedTape(symbol, { kind, interval, bars: barsOf(plan, interval), seed: at + 1, from: startFor(signals, plan) });
    return { text: generatedInstrument(symbol), tape };
  });
  const [settleAsset, ...others] = new Set(markets.map(({ text }) => text.settle));
  if (settleAsset === undefined || others.length > 0)
    throw new ResearchRefused(
      `It watches markets that settle in ${[settleAsset, ...others].join(' and ')}; a backtest has one settle asset.`,
    );
  const terms = { settleAsset, balances: { [settleAsset]: BALANCE }, maxPositionSize: '1', fills: FILLS, ...(signals && { signals }) };
  const spec = {
    strategy,
    params,
    venue: 'generated',
    detail: null,
    from: null,
    to: null,
    balance: BALANCE,
    maxPositionSize: '1',
    fills: FILLS,
  };
  return { spec, markets, terms, funding: [] };
}

function startFor(signals: TrialSubject['signals'], plan: StrategyPlan): number | undefined {
  const [first] = signals ?? [];
  return first && first.at - (first.at % longestWatch(plan)) - warmUpOf(plan);
}

/** The longest interval that all bars of the symbol can be made of. */
function shortestOf({ watches }: StrategyPlan, symbol: string): Interval {
  const wanted = watches.filter((watch) => watch.symbol === symbol).map(({ interval }) => INTERVALS[interval]);
  const fitting = (Object.keys(INTERVALS) as Interval[]).filter((interval) => wanted.every((length) => length % INTERVALS[interval] === 0));
  return fitting.reduce((longest, interval) => (INTERVALS[interval] > INTERVALS[longest] ? interval : longest), '1m');
}

function barsOf(plan: StrategyPlan, interval: Interval): number {
  const ratio = longestWatch(plan) / INTERVALS[interval];
  const wanted = Math.max(LEAST_BARS, 2 * Math.max(100, plan.warmUpBars) + LIVE_BARS);
  return Math.min(MOST_BARS, wanted * ratio);
}
