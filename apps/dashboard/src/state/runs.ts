import type { ResearchKind, ResearchRun } from '@libs/client';
import type { Ordering } from './newest-first';

export const RUNS: Ordering<ResearchRun> = {
  id: ({ id }) => id,
  at: ({ createdAt }) => createdAt,
  // What is over stays over; a page can have been asked for before and come after.
  isStale: (known, next) => isOver(known) && !isOver(next),
};

/** Kinds of run that the page Optimisation starts and lists. */
export const OPTIMISING = ['OPTIMISATION', 'WALK_FORWARD', 'MONTE_CARLO'] as const satisfies readonly ResearchKind[];
export type OptimisingKind = (typeof OPTIMISING)[number];

/** Where a run has its page. */
export function pageOf({ kind, id }: Pick<ResearchRun, 'kind' | 'id'>): string {
  return `/${isOptimising(kind) ? 'optimisation' : 'backtests'}/${id}`;
}

export function isOptimising(kind: ResearchKind): boolean {
  return OPTIMISING.some((one) => one === kind);
}

export function isOver({ status }: Pick<ResearchRun, 'status'>): boolean {
  return status === 'DONE' || status === 'FAILED' || status === 'CANCELLED';
}

/** What of the spec tells runs of one strategy apart: its market first, then the rest. */
export function paramsOf(run: ResearchRun): readonly (readonly [string, unknown])[] {
  return paramsIn(run.spec);
}

/** A walk forward has a search, a search a backtest, and that has them. */
function paramsIn(spec: unknown): readonly (readonly [string, unknown])[] {
  const { params, backtest, optimisation } = (spec ?? {}) as { readonly [part in 'params' | 'backtest' | 'optimisation']?: unknown };
  if (typeof params === 'object' && params !== null) return Object.entries(params);
  const inner = optimisation ?? backtest;
  return inner === undefined ? [] : paramsIn(inner);
}

/** A figure of the run's summary; null while there is none. */
export function figureOf(run: ResearchRun, name: string): unknown {
  const { metrics } = (run.summary ?? {}) as { readonly metrics?: Readonly<Record<string, unknown>> };
  return metrics?.[name] ?? null;
}

/** `BTC/USDT:USDT 5m`, as far as the parameters say so. */
export function marketOf(run: ResearchRun): string {
  const params = Object.fromEntries(paramsOf(run));
  return [params['symbol'], params['interval']].filter((part) => typeof part === 'string').join(' ');
}
