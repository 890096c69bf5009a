import { createHash } from 'node:crypto';
import { encodeEvents, encodeTape, samplerOf, warmUpOf, type Objective, type SearchHeader, type Span } from '@libs/backtest';
import { INTERVALS } from '@libs/kernel';
import type { StrategyPlan } from '@libs/sdk';
import { prepareFollowed, type PrepareParts, type PreparedBacktest } from '../backtest/prepare';
import { cutMarket } from '../backtest/stored-market';
import { ResearchRefused } from '../refusals';
import { checkOptimisation, searchable, type OptimisationSpec } from './optimisation-spec';
import { searchId } from './search-ledger';
import { planSearch, type SearchPlan } from './search-plan';

/** A search with its data, ready to be run. */
export interface PreparedSearch {
  readonly spec: OptimisationSpec;
  readonly objective: Objective;
  readonly plan: SearchPlan;
  readonly backtest: PreparedBacktest;
  /** When every trial begins to trade, epoch milliseconds. */
  readonly from: number;
  /** When the data of the first market ends. */
  readonly to: number;
  readonly header: SearchHeader;
}

/** Reads what the trials need; throws `ResearchRefused` for what cannot be searched. */
export async function prepareSearch(spec: OptimisationSpec, { store, strategies }: PrepareParts): Promise<PreparedSearch> {
  const objective = checkOptimisation(spec);
  const plan = await planSearch(spec, strategies);
  searchable(() => samplerOf(spec.sampler, plan.space, spec));
  const backtest = await prepareFollowed(spec.backtest, plan.plans, store);
  const from = Math.max(...plan.plans.map((one) => tradingFrom(one, backtest)));
  const to = Math.min(...backtest.markets.map(({ tape }) => tape.series.end));
  if (from >= to) {
    const bars = Math.max(...plan.plans.map(({ warmUpBars }) => warmUpBars));
    throw new ResearchRefused(
      `With some of these parameters ${spec.backtest.strategy} wants ${bars} bars before it trades, and the data ends at ${new Date(to).toISOString()} before that; take more data or smaller parameters.`,
    );
  }
  return { spec, objective, plan, backtest, from, to, header: headerOf(spec, { objective, plan, backtest, from, to }) };
}

/** The same search restricted to trading from `from` to `to`; of the earlier data only the warm-up is left. */
export function searchWithin({ spec, objective, plan, backtest }: PreparedSearch, { from, to }: Span): PreparedSearch {
  const cut = cutBacktest(backtest, from - Math.max(...plan.plans.map(warmUpOf)), to);
  return { spec, objective, plan, backtest: cut, from, to, header: headerOf(spec, { objective, plan, backtest: cut, from, to }) };
}

/** The same backtest with its markets cut to the time between two moments, and without signals from `to` on. */
export function cutBacktest(backtest: PreparedBacktest, from: number, to: number): PreparedBacktest {
  const { signals } = backtest.terms;
  return {
    ...backtest,
    markets: backtest.markets.map((market) => cutMarket(market, from, to)),
    terms: signals === undefined ? backtest.terms : { ...backtest.terms, signals: signals.filter(({ at }) => at < to) },
  };
}

/** When a run over the whole of the data begins to trade. */
function tradingFrom({ watches, warmUpBars }: StrategyPlan, { markets }: PreparedBacktest): number {
  const starts = watches.map(({ symbol, interval }) => {
    const length = INTERVALS[interval];
    const { series } = markets.find(({ text }) => text.symbol === symbol)!.tape;
    return (Math.ceil(series.firstStart / length) + Math.max(1, warmUpBars)) * length;
  });
  return Math.max(...(starts.length === 0 ? markets.map(({ tape }) => tape.series.firstStart) : starts));
}

function headerOf(
  { backtest: asked, search, sampler, seed, objective: metric, minTrades }: OptimisationSpec,
  { objective, plan, backtest, from, to }: Pick<PreparedSearch, 'objective' | 'plan' | 'backtest' | 'from'> & { readonly to: number },
): SearchHeader {
  const { from: _from, to: _to, monteCarlo: _monteCarlo, signals: _signals, ...rest } = asked;
  const data = backtest.markets.map(({ text, tape, events, funding }) => [
    ...[text, hashOf(encodeTape(tape))],
    ...(events === undefined ? [] : [hashOf(encodeEvents(events))]),
    ...(funding === undefined ? [] : [funding]),
  ]);
  // Only `bayes` learns from results; with other samplers what is tried does not depend on the objective.
  const learns = sampler === 'bayes' ? { objective } : {};
  const asks = { ...rest, search: plan.space.dimensions.map(({ name }) => [name, search[name] ?? null]), sampler, seed, ...learns };
  return {
    format: 1,
    id: searchId({ asks, hash: plan.hash, data, from, signals: backtest.terms.signals }),
    strategy: asked.strategy,
    version: plan.version,
    venue: asked.venue,
    symbols: backtest.markets.map(({ text }) => text.symbol),
    from,
    to,
    ...(asked.year && { daysPerYear: asked.year.daysPerYear }),
    search: { ...asks, objective: metric, minTrades },
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
