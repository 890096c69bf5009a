import {
  BOOK_KINDS,
  MARKET_KINDS,
  generatedBook,
  generatedInstrument,
  generatedTape,
  longestWatch,
  warmUpOf,
  type GeneratedMarket,
  type MarketKind,
  type RecordedSignal,
} from '@libs/backtest';
import { INTERVALS, type Interval } from '@libs/kernel';
import type { StrategyPlan } from '@libs/sdk';
import type { PreparedBacktest } from '../backtest/prepare';
import type { StoredMarket } from '../backtest/stored-market';
import { ResearchRefused } from '../refusals';

const FILLS = { makerFee: '0.0002', takerFee: '0.00055', slippageTicks: 0, latency: 0 };
const BALANCE = '10000';
const LEAST_BARS = 600;
const LIVE_BARS = 260;
/** Bars of the shortest interval in one market, at most. */
const MOST_BARS = 60_000;
/** For a strategy that watches no bars: as many minutes. */
const MINUTES = 60;
/** Moments of a book in one market, about; at least four a bar. */
const BOOK_MOMENTS = 1_500;
const LEAST_LEVELS = 20;

export interface TrialSubject {
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Oldest first. */
  readonly signals?: readonly RecordedSignal[] | undefined;
}

/** The kinds of market to try a strategy with. */
export function trialKinds({ streams }: StrategyPlan): readonly MarketKind[] {
  return streams ? [...MARKET_KINDS, ...BOOK_KINDS] : MARKET_KINDS;
}

/**
 * A generated market of each symbol that a strategy watches, long enough for its warm-up where that can be; with a book and trades where it
 * follows them. With signals it lies where they do: trading begins with the first one.
 */
export function trialMarket({ strategy, params, signals }: TrialSubject, plan: StrategyPlan, kind: MarketKind): PreparedBacktest {
  const symbols = [...new Set([...plan.watches, ...(plan.streams ?? [])].map(({ symbol }) => symbol))];
  const markets = symbols.map((symbol, at) => {
    const interval = shortestOf(plan, symbol);
    const market = { kind, interval, bars: barsOf(plan, interval), seed: at + 1, from: startFor(signals, plan) };
    return { text: generatedInstrument(symbol), ...tapesOf(symbol, plan, market) };
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

function tapesOf(symbol: string, { streams = [] }: StrategyPlan, market: GeneratedMarket): Pick<StoredMarket, 'tape' | 'events'> {
  const followed = streams.filter((stream) => stream.symbol === symbol);
  if (followed.length === 0) return { tape: generatedTape(symbol, market) };
  const levels = Math.max(LEAST_LEVELS, ...followed.map((stream) => ('book' in stream ? stream.book : 0)));
  const steps = Math.max(1, Math.round(BOOK_MOMENTS / market.bars / 3));
  const { events, ...tape } = generatedBook(symbol, { ...market, levels, steps });
  return { tape, events };
}

function startFor(signals: TrialSubject['signals'], plan: StrategyPlan): number | undefined {
  const [first] = signals ?? [];
  return first && first.at - (first.at % longestWatch(plan)) - warmUpOf(plan);
}

/** The longest interval that all bars of the symbol can be made of; a minute where only its book or trades are followed. */
function shortestOf({ watches }: StrategyPlan, symbol: string): Interval {
  const wanted = watches.filter((watch) => watch.symbol === symbol).map(({ interval }) => INTERVALS[interval]);
  if (wanted.length === 0) return '1m';
  const fitting = (Object.keys(INTERVALS) as Interval[]).filter((interval) => wanted.every((length) => length % INTERVALS[interval] === 0));
  return fitting.reduce((longest, interval) => (INTERVALS[interval] > INTERVALS[longest] ? interval : longest), '1m');
}

function barsOf(plan: StrategyPlan, interval: Interval): number {
  if (plan.watches.length === 0) return MINUTES;
  const ratio = longestWatch(plan) / INTERVALS[interval];
  const wanted = Math.max(LEAST_BARS, 2 * Math.max(100, plan.warmUpBars) + LIVE_BARS);
  return Math.min(MOST_BARS, wanted * ratio);
}
