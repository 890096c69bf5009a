import { METRIC_NAMES, countsOf, describeMetric, valueOf, type Metrics, type Report, type Trial, type TrialCounts } from '@libs/backtest';
import type { OptimisationOutcome } from '../search/run-optimisation';
import type { PreparedSearch } from '../search/prepare-search';

export const OPTIMISATION_SCHEMA = 'plimsoll.optimisation-report/1';

/** Trials that a report lists; the ledger keeps them all. */
const MOST_TRIALS = 5_000;

/** Metrics that a listed trial keeps: those that tables and surfaces show. */
const KEPT = ['totalReturn', 'sharpe', 'maxDrawdown', 'profitFactor', 'winRate', 'trades', 'netProfit'] as const;

export interface ReportedTrial {
  readonly number: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly state: 'done' | 'failed' | 'refused';
  /** Why the trial failed or was refused; null for one that was run. */
  readonly message: string | null;
  /** Value of the objective; null where there is none, or too few trades. */
  readonly value: number | null;
  readonly metrics: Readonly<Partial<Metrics>> | null;
}

/** A search as a JSON-able value. */
export interface OptimisationReport {
  readonly schema: typeof OPTIMISATION_SCHEMA;
  readonly strategy: string;
  readonly version: string;
  /** Market time, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly sampler: string;
  readonly objective: {
    readonly metric: string;
    readonly label: string;
    readonly unit: string;
    readonly better: 'higher' | 'lower';
    readonly minTrades: number;
  };
  /** Names of the parameters that were searched. */
  readonly searched: readonly string[];
  readonly fixed: Readonly<Record<string, unknown>>;
  readonly counts: TrialCounts;
  /** Trials on record of this strategy on this data that came to a Sharpe ratio, of earlier searches too; the deflated one counts them. */
  readonly guesses: number;
  /** Best first, then those without a value. */
  readonly trials: readonly ReportedTrial[];
  readonly trialsLeftOut: number;
  /** The best that could be repeated, with its whole report. */
  readonly best: { readonly number: number; readonly params: Readonly<Record<string, unknown>>; readonly report: Report } | null;
  readonly distrusted: readonly { readonly number: number; readonly why: string }[];
}

export function optimisationReport({ header, spec, objective, plan }: PreparedSearch, outcome: OptimisationOutcome): OptimisationReport {
  const { trials, ranked, best, guesses, distrusted } = outcome;
  const { label, unit } = describeMetric(objective.metric);
  const values = new Map(ranked.map(({ number, score }) => [number, valueOf(objective, score)]));
  const ordered = [...ranked, ...trials.filter(({ number }) => !values.has(number))];
  return {
    schema: OPTIMISATION_SCHEMA,
    strategy: header.strategy,
    version: header.version,
    from: header.from,
    to: header.to,
    sampler: spec.sampler,
    objective: { ...objective, label, unit },
    counts: countsOf(trials),
    guesses: guesses.count,
    searched: plan.space.dimensions.map(({ name }) => name),
    fixed: spec.backtest.params,
    trials: ordered.slice(0, MOST_TRIALS).map((trial) => reported(trial, values.get(trial.number) ?? null)),
    trialsLeftOut: Math.max(0, ordered.length - MOST_TRIALS),
    best: best && { number: best.trial.number, params: best.trial.params, report: best.run.report },
    distrusted: [...distrusted].map(([number, why]) => ({ number, why })),
  };
}

function reported({ number, params, run }: Trial, value: number | null): ReportedTrial {
  const metrics = run.kind === 'done' ? keptOf(run.metrics) : null;
  return { number, params, state: run.kind, message: run.kind === 'done' ? null : run.message, value, metrics };
}

function keptOf(metrics: Metrics): Partial<Metrics> {
  return Object.fromEntries(METRIC_NAMES.filter((name) => (KEPT as readonly string[]).includes(name)).map((name) => [name, metrics[name]]));
}
