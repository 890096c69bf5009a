import { rm } from 'node:fs/promises';
import { analyseLookahead, marketOf, type BacktestTerms, type LookaheadAnalysis } from '@libs/backtest';
import { INTERVALS } from '@libs/kernel';
import { BacktestFailed, BacktestRefused, sandboxLaboratory, strategySources } from '@libs/plugin-host';
import type { StrategyPlan } from '@libs/sdk';
import { checkSpec, type BacktestSpec } from '../backtest/backtest-spec';
import { planOf, prepareFollowed, type PrepareParts, type PreparedBacktest } from '../backtest/prepare';
import { cutMarket } from '../backtest/stored-market';
import { writeTapes } from '../backtest/tape-files';
import { InvalidSpec, ResearchFailed, ResearchRefused } from '../refusals';

/** Bars of the longest watch that are played in each run unless the warm-up asks for more: every one of them is looked at many times. */
const BARS = 3_000;
const WARM_UPS = 6;

export interface StrategyAnalysis extends LookaheadAnalysis {
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The data that was played, epoch milliseconds, the end not included. */
  readonly from: number;
  readonly to: number;
}

export interface AnalysisPorts extends PrepareParts {
  readonly signal?: AbortSignal;
}

/**
 * Looks for look-ahead over the newest stored candles of the span; each series of runs has a sandbox of its own. Throws `ResearchRefused` for
 * what cannot be run and `ResearchFailed` when a sandbox does not come to an end.
 */
export async function analyseStrategy(spec: BacktestSpec, { store, strategies, signal }: AnalysisPorts): Promise<StrategyAnalysis> {
  checkSpec(spec);
  if (spec.data !== undefined && spec.data !== 'bars') throw new InvalidSpec('data', 'bars, which are all that is analysed', spec.data);
  const plan = await planOf(spec, strategies);
  const prepared = newest(await prepareFollowed(spec, [plan], store), plan);
  const { folder, files } = await writeTapes(prepared.markets);
  try {
    const order = { strategy: spec.strategy, params: spec.params, markets: files, terms: prepared.terms };
    const lab = sandboxLaboratory(order, { ...(strategies === undefined ? {} : { strategies }), ...(signal ? { signal } : {}) });
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
  const end = Math.min(...prepared.markets.map(({ tape }) => tape.series.end));
  const from = end - Math.max(BARS, WARM_UPS * plan.warmUpBars) * longestOf(plan);
  return { ...prepared, markets: prepared.markets.map((market) => cutMarket(market, from, end)) };
}

function longestOf({ watches }: StrategyPlan): number {
  return Math.max(...watches.map(({ interval }) => INTERVALS[interval]));
}

function explained(error: unknown): unknown {
  if (error instanceof BacktestRefused) return new ResearchRefused(`The analysis cannot begin: ${error.message}.`, { cause: error });
  if (error instanceof BacktestFailed) return new ResearchFailed(`The analysis failed: ${error.message}.`, { cause: error });
  return error;
}
