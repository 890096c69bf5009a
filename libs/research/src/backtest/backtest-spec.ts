import { INTERVALS, type Interval } from '@libs/kernel';
import type { FillTerms, MarginTerms, RecordedSignal, YearTerms } from '@libs/backtest';
import type { StrategyPlan } from '@libs/sdk';
import { InvalidSpec } from '../refusals';
import { amount, count, fraction, latency, oneOf } from './ranges';

/** A backtest as it is asked for and stored: plain JSON. The symbols are those that the strategy watches with its parameters. */
export interface BacktestSpec {
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Further strategies on the same account; each event reaches the first strategy, then these in their order. Absent: none. */
  readonly others?: readonly StrategySpec[];
  /** Label of the first strategy where there are several; absent: its name. */
  readonly label?: string;
  /** The exchange whose data is played. */
  readonly venue: string;
  /** What is played: candles, stored trades, or a recording of the book and its trades; absent: candles. */
  readonly data?: 'bars' | 'trades' | 'book';
  /** Interval of the candles that orders are filled on; null: the longest stored one that all watched bars can be built from. */
  readonly detail: Interval | null;
  /** Market time, epoch milliseconds, the end not included; null: all that is stored. */
  readonly from: number | null;
  readonly to: number | null;
  /** Starting balance in the settle asset, decimal text. */
  readonly balance: string;
  /** Fraction of equity per symbol, 0 < x ≤ 1. */
  readonly maxPositionSize: string;
  readonly fills: FillTerms;
  /** Leverage and liquidation of contracts; absent: ten times, or the market's most if that is less, in cross margin. */
  readonly margin?: MarginTerms;
  /** What holders of perpetual contracts pay each other; absent: what was settled, as far as it is stored. */
  readonly funding?: FundingSpec;
  /** Signals for `onSignal`, oldest first, as read by the caller. Absent: none. */
  readonly signals?: readonly RecordedSignal[];
  /** That annual measures are held against; absent: 365 days, and nothing earned without risk. */
  readonly year?: YearTerms;
  /** How many other courses of the same trades and days the report draws by Monte Carlo. */
  readonly monteCarlo?: { readonly runs: number; readonly seed: number };
}

/** `history`: what was settled, all of which must be stored. */
export type FundingSpec = FixedFunding | 'history' | 'none';

/** One strategy of a run; its label tells it from the others. */
export interface StrategySpec {
  readonly label: string;
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** All strategies of a run, in the order in which events reach them. */
export function strategiesOf({ strategy, params, label = strategy, others = [] }: StrategiesSpec): readonly StrategySpec[] {
  return [{ label, strategy, params }, ...others];
}

type StrategiesSpec = Pick<BacktestSpec, 'strategy' | 'params' | 'label' | 'others'>;

/** The same rate (decimal text) at every multiple of `hours`, UTC. */
export interface FixedFunding {
  readonly rate: string;
  readonly hours: number;
}

const LONGEST_LATENCY = 600_000;
const MOST_SLIPPAGE = 100_000;
const MOST_SEED = 0xffff_ffff;
const MOST_COURSES = 100_000;
// Every exchange trades on more days than 200, and fewer may be meant as weeks or months.
const [SHORTEST_YEAR, LONGEST_YEAR] = [200, 366];
const [LEAST_RATE, MOST_RATE] = [-0.1, 1];
const MOST_STRATEGIES = 20;
const LABEL = /^[A-Za-z0-9][\w-]{0,39}$/;

/** Throws `InvalidSpec` for the first value that is out of its range. */
export function checkSpec(spec: BacktestSpec): void {
  const { detail, from, to, fills } = spec;
  if (spec.others !== undefined || spec.label !== undefined) checkStrategies(strategiesOf(spec));
  if (detail !== null && !Object.hasOwn(INTERVALS, detail))
    throw new InvalidSpec('detail', `one of ${Object.keys(INTERVALS).join(', ')}`, detail);
  if (from !== null && to !== null && from >= to) throw new InvalidSpec('to', `after ${textOf(from)}`, textOf(to));
  if (spec.data !== undefined) oneOf('data', spec.data, ['bars', 'trades', 'book']);
  checkEventFills(spec.data ?? 'bars', spec);
  amount('balance', spec.balance, { above: '0' });
  amount('maxPositionSize', spec.maxPositionSize, { above: '0', most: '1' });
  amount('takerFee', fills.takerFee, { least: '-0.1', most: '0.1' });
  amount('makerFee', fills.makerFee, { least: '-0.1', most: '0.1' });
  count('slippage', fills.slippageTicks, MOST_SLIPPAGE);
  count('latency', fills.latency, LONGEST_LATENCY);
  if (fills.participation !== undefined) amount('participation', fills.participation, { above: '0', most: '1' });
  if (fills.latencies !== undefined) {
    latency('latency', fills.latencies.entry, LONGEST_LATENCY);
    latency('reportLatency', fills.latencies.report, LONGEST_LATENCY);
    count('seed', fills.latencies.seed, MOST_SEED);
  }
  if (spec.margin !== undefined) {
    oneOf('margin', spec.margin.mode, ['CROSS', 'ISOLATED']);
    amount('leverage', spec.margin.leverage, { least: '1', most: '1000' });
  }
  if (typeof spec.funding === 'string') oneOf('funding', spec.funding, ['history', 'none']);
  else if (spec.funding !== undefined) {
    amount('funding', spec.funding.rate, { least: '-0.1', most: '0.1' });
    count('fundingHours', spec.funding.hours, 24, 1);
  }
  if (spec.year !== undefined) {
    count('daysPerYear', spec.year.daysPerYear, LONGEST_YEAR, SHORTEST_YEAR);
    fraction('riskFreeRate', spec.year.riskFreeRate, LEAST_RATE, MOST_RATE);
  }
  if (spec.monteCarlo !== undefined) {
    count('monteCarlo', spec.monteCarlo.runs, MOST_COURSES, 1);
    count('seed', spec.monteCarlo.seed, MOST_SEED);
  }
}

/** Throws `InvalidSpec` for signals when no strategy has an `onSignal` hook. */
export function checkHeard({ signals }: Pick<BacktestSpec, 'signals'>, plans: readonly Pick<StrategyPlan, 'hears'>[]): void {
  if (signals === undefined || plans.some(({ hears }) => hears?.includes('signal'))) return;
  throw new InvalidSpec('signals', 'left out where no strategy has an onSignal hook', 'given');
}

function checkStrategies(strategies: readonly StrategySpec[]): void {
  if (strategies.length > MOST_STRATEGIES) throw new InvalidSpec('strategies', `at most ${MOST_STRATEGIES}`, String(strategies.length));
  const labels = strategies.map(({ label }) => label);
  const odd = labels.find((label) => !LABEL.test(label));
  if (odd !== undefined) throw new InvalidSpec('label', '1 to 40 letters, digits, dashes and underscores', `"${odd}"`);
  const twice = labels.find((label, at) => labels.indexOf(label) !== at);
  if (twice !== undefined) throw new InvalidSpec('label', 'another for each strategy', `"${twice}" more than once`);
}

/** Refuses terms that only make sense on candles, or only with or without a book. */
function checkEventFills(data: string, { detail, fills }: BacktestSpec): void {
  if (fills.restingQuantity !== undefined) {
    if (data !== 'trades')
      throw new InvalidSpec('resting', 'left out unless trades are played; a book itself tells what rests', `"${fills.restingQuantity}"`);
    amount('resting', fills.restingQuantity, { above: '0' });
  }
  if (fills.queue !== undefined) {
    oneOf('queue', fills.queue, ['FROM_BACK', 'PROPORTIONAL']);
    if (fills.queue === 'PROPORTIONAL' && data !== 'book') throw new InvalidSpec('queue', 'back unless a book is played', '"alike"');
  }
  if (data === 'bars') return;
  if (detail !== null) throw new InvalidSpec('detail', `left out with ${data}, which are finer than candles`, detail);
  if (fills.participation !== undefined)
    throw new InvalidSpec('participation', `left out with ${data}, which have sizes of their own`, `"${fills.participation}"`);
  if (data === 'book' && fills.slippageTicks !== 0)
    throw new InvalidSpec('slippage', '0 with a book, which has its own', String(fills.slippageTicks));
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
