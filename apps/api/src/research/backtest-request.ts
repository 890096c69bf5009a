import { USUAL_YEAR, isUsualYear } from '@libs/backtest';
import {
  InvalidSpec,
  latencyTerms,
  queueTerms,
  type BacktestSpec,
  type OptimisationSpec,
  type StrategySpec,
  type WalkForwardSpec,
} from '@libs/research';
import type { StartBacktestInput, StartOptimisationInput, StartWalkForwardInput, StrategyInput } from './research.types';
import { toldSignals } from './told-signals';

/** The venue's own rates for a new customer, and a start that is easy to reckon with. */
const DEFAULTS = { venue: 'bybit', balance: '10000', maxPositionSize: '0.1', takerFee: '0.00055', makerFee: '0.0002' };

/** What a request is made of besides its input. */
export interface RunParts {
  readonly params: Readonly<Record<string, unknown>>;
  /** A seed that nobody names follows from it, so that a run taken up again draws the same and no other run does. */
  readonly runId: string;
}

/** The backtest that an input asks for; ranges are for `checkSpec` to judge. Throws `InvalidSpec` for half of a pair of fields. */
export function specOf(input: StartBacktestInput, { params, runId }: RunParts): BacktestSpec {
  // What would say nothing is not passed over in silence.
  if (isGiven(input.margin) && !isGiven(input.leverage)) throw new InvalidSpec('margin', 'left out without leverage', input.margin);
  return {
    strategy: input.strategy,
    params,
    ...(isGiven(input.label) ? { label: input.label } : {}),
    ...(isGiven(input.others) && input.others.length > 0 ? { others: input.others.map(otherOf) } : {}),
    venue: input.venue ?? DEFAULTS.venue,
    ...(isGiven(input.data) && input.data !== 'bars' ? { data: input.data as NonNullable<BacktestSpec['data']> } : {}),
    detail: (input.detail ?? null) as BacktestSpec['detail'],
    from: input.from?.getTime() ?? null,
    to: input.to?.getTime() ?? null,
    balance: input.balance ?? DEFAULTS.balance,
    maxPositionSize: input.maxPositionSize ?? DEFAULTS.maxPositionSize,
    fills: fillsOf(input, runId),
    ...(isGiven(input.leverage) ? { margin: { mode: input.margin ?? 'CROSS', leverage: input.leverage } } : {}),
    ...fundingOf(input),
    ...(isGiven(input.signals) && input.signals.length > 0 ? { signals: toldSignals(input.signals) } : {}),
    ...yearOf(input),
    ...(isGiven(input.monteCarlo) ? { monteCarlo: { runs: input.monteCarlo, seed: seedOf(input, runId) } } : {}),
  };
}

function fillsOf(input: StartBacktestInput, runId: string): BacktestSpec['fills'] {
  const { latency, reportLatency, participation, resting } = input;
  return {
    takerFee: input.takerFee ?? DEFAULTS.takerFee,
    makerFee: input.makerFee ?? DEFAULTS.makerFee,
    slippageTicks: input.slippage ?? 0,
    ...latencyTerms({ latency: latency ?? '0', reportLatency: reportLatency ?? undefined, seed: seedOf(input, runId) }),
    ...(isGiven(participation) ? { participation } : {}),
    ...(isGiven(resting) ? { restingQuantity: resting } : {}),
    ...queueTerms(input.queue ?? 'back'),
  };
}

function otherOf({ strategy, params, label }: StrategyInput, place: number): StrategySpec {
  const given = params ?? {};
  if (!isRecord(given)) throw new InvalidSpec(`others.${place}.params`, 'an object of parameter names and values', JSON.stringify(given));
  return { label: label ?? strategy, strategy, params: given };
}

/** The search that an input asks for. */
export function searchOf(
  { backtest, sampler, trials, objective, minTrades }: StartOptimisationInput,
  { search, ...parts }: RunParts & { readonly search: Readonly<Record<string, unknown>> },
): OptimisationSpec {
  return {
    backtest: specOf(backtest, parts),
    search: search as OptimisationSpec['search'],
    sampler: (sampler ?? 'bayes') as OptimisationSpec['sampler'],
    trials: trials ?? 100,
    objective: objective ?? 'sharpe',
    minTrades: minTrades ?? 30,
    seed: seedOf(backtest, parts.runId),
  };
}

/** The walk forward that an input asks for; throws `InvalidSpec` for a length that is none. */
export function walkOf(input: StartWalkForwardInput, parts: Parameters<typeof searchOf>[1]): WalkForwardSpec {
  return {
    optimisation: searchOf(input.optimisation, parts),
    train: lengthOf('train', input.train),
    test: lengthOf('test', input.test),
    anchored: input.anchored ?? false,
  };
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Milliseconds of `90m`, `12h`, `30d`, `2w`. */
function lengthOf(field: string, text: string): number {
  const [, count, unit] = /^([1-9]\d{0,5})([mhdw])$/.exec(text.trim()) ?? [];
  if (count === undefined) throw new InvalidSpec(field, 'a length of time like 90m, 12h, 30d or 2w', `"${text}"`);
  return Number(count) * UNITS[unit as keyof typeof UNITS];
}

function seedOf({ seed }: StartBacktestInput, runId: string): number {
  return seed ?? Number.parseInt(runId.slice(0, 8), 16) >>> 1;
}

function fundingOf({ funding, fundingHours }: StartBacktestInput): Pick<BacktestSpec, 'funding'> {
  if (isGiven(funding) && funding !== 'history' && funding !== 'none') return { funding: { rate: funding, hours: fundingHours ?? 8 } };
  if (isGiven(fundingHours)) throw new InvalidSpec('fundingHours', 'left out without a rate of funding', String(fundingHours));
  return isGiven(funding) ? { funding } : {};
}

function yearOf({ riskFreeRate, daysPerYear }: StartBacktestInput): Pick<BacktestSpec, 'year'> {
  const year = { riskFreeRate: Number(riskFreeRate ?? USUAL_YEAR.riskFreeRate), daysPerYear: daysPerYear ?? USUAL_YEAR.daysPerYear };
  return isUsualYear(year) ? {} : { year };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
