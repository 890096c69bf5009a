import { INTERVALS, defined, type Interval } from '@libs/kernel';
import { pastFrom, type BacktestTerms } from '@libs/backtest';
import type { HistoryStore, TimeSpan } from '@libs/market-data';
import { askStrategies } from '@libs/plugin-host';
import type { StrategyPlan } from '@libs/sdk';
import { InvalidSpec, ResearchRefused } from '../refusals';
import { checkHeard, checkSpec, strategiesOf, type BacktestSpec } from './backtest-spec';
import { funded, type FundingOrigin } from './funding';
import { loadEvents } from './stored-events';
import { chooseSeries, loadMarket, type StoredMarket } from './stored-market';

/** A backtest with its data, ready to be played. */
export interface PreparedBacktest {
  readonly spec: BacktestSpec;
  readonly markets: readonly StoredMarket[];
  readonly terms: Omit<BacktestTerms, 'markets'>;
  /** One for each market that pays funding. */
  readonly funding: readonly FundingOrigin[];
}

export interface PrepareParts {
  readonly store: HistoryStore;
  /** Folder of built strategies; default the installation's. */
  readonly strategies?: string | undefined;
}

/** Reads what the strategies watch; throws `ResearchRefused` if the run is impossible. */
export async function prepareBacktest(spec: BacktestSpec, { store, strategies }: PrepareParts): Promise<PreparedBacktest> {
  checkSpec(spec);
  const plans: StrategyPlan[] = [];
  for (const one of strategiesOf(spec)) plans.push(await planOf(one, strategies));
  checkHeard(spec, plans);
  return prepareFollowed(spec, plans, store);
}

/** The part of a plan that says which data to load. */
export type Followed = Pick<StrategyPlan, 'watches' | 'streams' | 'warmUpBars'>;

/** `prepareBacktest` for strategies with known plans. */
export async function prepareFollowed(spec: BacktestSpec, plans: readonly Followed[], store: HistoryStore): Promise<PreparedBacktest> {
  const loaded = spec.data === undefined || spec.data === 'bars' ? await barsOf(spec, plans, store) : await eventsOf(spec, plans, store);
  const all = await Promise.all(loaded.map((market) => funded(spec, market, store)));
  const markets = all.map(({ market }) => market);
  return { spec, markets, terms: termsOf(spec, markets), funding: all.flatMap(({ origin }) => origin ?? []) };
}

async function barsOf(spec: BacktestSpec, plans: readonly Followed[], store: HistoryStore): Promise<readonly StoredMarket[]> {
  const markets: StoredMarket[] = [];
  const watches = plans.flatMap((plan) => plan.watches);
  if (watches.length === 0) throw new InvalidSpec('data', 'trades or book for a strategy that watches no bars', 'bars');
  for (const series of await seriesOf(spec, watches, store)) {
    const watched = watches.filter(({ symbol }) => symbol === series.symbol).map(({ interval }) => interval);
    markets.push(await loadMarket(store, series, { ...spanOf(spec, plans), begin: spec.from, watched }));
  }
  return markets;
}

async function eventsOf(spec: BacktestSpec, plans: readonly Followed[], store: HistoryStore): Promise<readonly StoredMarket[]> {
  const { venue } = spec;
  const data = spec.data === 'book' ? 'book' : 'trades';
  const markets: StoredMarket[] = [];
  for (const symbol of new Set(plans.flatMap(({ watches, streams = [] }) => [...watches, ...streams]).map((one) => one.symbol)))
    markets.push(await loadEvents(store, { data, venue, symbol }, spanOf(spec, plans)));
  return markets;
}

/** The stored candle series from which the watched bars are built, one per symbol; throws if one is missing. */
export async function seriesOf(
  { venue, detail }: Pick<BacktestSpec, 'venue' | 'detail'>,
  watches: readonly { readonly symbol: string; readonly interval: string }[],
  store: HistoryStore,
): Promise<readonly Awaited<ReturnType<typeof chooseSeries>>[]> {
  const wanted = Map.groupBy(watches, ({ symbol }) => symbol);
  return Promise.all(
    [...wanted].map(([symbol, bars]) => {
      const intervals = bars.map(({ interval }) => interval).filter((interval): interval is Interval => Object.hasOwn(INTERVALS, interval));
      return chooseSeries(store, { venue, symbol }, { wanted: intervals, detail });
    }),
  );
}

/** The plan of a strategy for these parameters; throws `ResearchRefused` if it refuses them. */
export async function planOf(
  { strategy, params }: Pick<BacktestSpec, 'strategy' | 'params'>,
  strategies: string | undefined,
): Promise<StrategyPlan> {
  const described = await askStrategies(strategies, (asked) => asked.describe(strategy, params));
  if (!described.ok) throw new ResearchRefused(described.message);
  if (described.plan?.ok) return described.plan.plan;
  throw new ResearchRefused((described.plan?.problems ?? []).map(({ message }) => message).join('; '));
}

/** The span to load: `from` is when trading begins, so the history that the plans want as warm-up lies before it. */
function spanOf({ from, to }: BacktestSpec, plans: readonly Followed[]): TimeSpan {
  return { from: from === null ? -Infinity : Math.min(from, ...plans.map((plan) => pastFrom(plan, from))), to: to ?? Infinity };
}

function termsOf(spec: BacktestSpec, markets: readonly StoredMarket[]): PreparedBacktest['terms'] {
  const { balance, maxPositionSize, fills, margin, signals } = spec;
  const settled = new Set(markets.map(({ text }) => text.settle));
  const [settleAsset, ...others] = settled;
  if (settleAsset === undefined || others.length > 0)
    throw new InvalidSpec('params', 'markets that settle in one asset', [...settled].join(' and ') || 'no market at all');
  return {
    settleAsset,
    balances: { [settleAsset]: balance },
    maxPositionSize,
    fills,
    ...defined({ margin, signals }),
  };
}
