import { rm } from 'node:fs/promises';
import { analyseLookahead, longestWatch, marketOf, type BacktestTerms, type LookaheadAnalysis } from '@libs/backtest';
import { INTERVALS } from '@libs/kernel';
import { BacktestFailed, BacktestRefused, sandboxLaboratory, strategySources } from '@libs/plugin-host';
import type { StrategyPlan } from '@libs/sdk';
import { checkSpec, type BacktestSpec } from '../backtest/backtest-spec';
import { planOf, prepareFollowed, type PrepareParts, type PreparedBacktest } from '../backtest/prepare';
import { cutMarket } from '../backtest/stored-market';
import { writeTapes } from '../backtest/tape-files';
import { ResearchFailed, ResearchRefused } from '../refusals';

/** Bars of the shortest watch that each run plays, unless longer ones need more; every bar is played many times. */
const BARS = 3_000;
/** Minimum bars of the longest watch. */
const LONG_BARS = 50;
/** The same for trades or a book, because each bar holds many events. */
const BARS_OF_EVENTS = 300;
/** For strategies without bars; simultaneous changes (same millisecond) are one event. */
const EVENTS = 4_000;
const WARM_UPS = 6;

export interface StrategyAnalysis extends LookaheadAnalysis {
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The played span, epoch milliseconds; the end is exclusive. */
  readonly from: number;
  readonly to: number;
}

export interface AnalysisPorts extends PrepareParts {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks for look-ahead over the newest stored candles or trades of the span, or the newest recording; each series of runs has its own
 * sandbox. Throws `ResearchRefused` if it cannot be run and `ResearchFailed` if a sandbox does not finish.
 */
export async function analyseStrategy(spec: BacktestSpec, { store, strategies, signal }: AnalysisPorts): Promise<StrategyAnalysis> {
  checkSpec(spec);
  const plan = await planOf(spec, strategies);
  const prepared = newest(await prepareFollowed(spec, [plan], store), plan);
  const { folder, files } = await writeTapes(prepared.markets);
  try {
    const order = { strategy: spec.strategy, params: spec.params, markets: files, terms: prepared.terms };
    const lab = sandboxLaboratory(order, { strategies, signal });
    const analysis = await analyseLookahead(lab, termsOf(prepared), strategySources(spec.strategy, strategies));
    const { series } = prepared.markets[0]!.tape;
    return { strategy: spec.strategy, params: plan.params, from: series.firstStart, to: series.end, ...analysis };
  } catch (error) {
    throw explained(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function termsOf({ markets, terms }: PreparedBacktest): BacktestTerms {
  return { ...terms, markets: markets.map(({ text, ...rest }) => ({ market: marketOf(text), ...rest })) };
}

function newest(prepared: PreparedBacktest, plan: StrategyPlan): PreparedBacktest {
  const { markets } = prepared;
  const end = Math.min(...markets.map(({ tape }) => tape.series.end));
  const from = plan.watches.length === 0 ? Math.max(...markets.map((market) => newestEvents(market, end))) : end - spanOf(markets, plan);
  return { ...prepared, markets: markets.map((market) => cutMarket(market, from, end)) };
}

function spanOf(markets: PreparedBacktest['markets'], plan: StrategyPlan): number {
  const bars = markets.some(({ events }) => events) ? BARS_OF_EVENTS : BARS;
  const shortest = Math.min(...plan.watches.map(({ interval }) => INTERVALS[interval]));
  return Math.max(bars * shortest, Math.max(LONG_BARS, WARM_UPS * plan.warmUpBars) * longestWatch(plan));
}

/** Start of the bar from which the last `EVENTS` events before the end begin. */
function newestEvents({ events, tape: { series } }: PreparedBacktest['markets'][number], end: number): number {
  let [index, count, at] = [events?.length ?? 0, 0, end];
  while (index > 0 && count < EVENTS) {
    index -= 1;
    if (events!.at[index]! >= end || events!.at[index] === at) continue;
    at = events!.at[index]!;
    count += 1;
  }
  return Math.min(end - series.interval, Math.max(series.firstStart, series.startOf(series.indexAt(at))));
}

function explained(error: unknown): unknown {
  if (error instanceof BacktestRefused) return new ResearchRefused(`The analysis cannot begin: ${error.message}.`, { cause: error });
  if (error instanceof BacktestFailed) return new ResearchFailed(`The analysis failed: ${error.message}.`, { cause: error });
  return error;
}
