import type { ResearchRun } from '@libs/client';
import type { Ordering } from './newest-first';

export const RUNS: Ordering<ResearchRun> = {
  id: ({ id }) => id,
  at: ({ createdAt }) => createdAt,
  // What is over stays over; a page can have been asked for before and come after.
  isStale: (known, next) => isOver(known) && !isOver(next),
};

export function isOver({ status }: Pick<ResearchRun, 'status'>): boolean {
  return status === 'DONE' || status === 'FAILED' || status === 'CANCELLED';
}

/** What of the spec tells runs of one strategy apart: its market first, then the rest. */
export function paramsOf(run: ResearchRun): readonly (readonly [string, unknown])[] {
  const spec = (run.spec ?? {}) as { readonly params?: unknown; readonly backtest?: { readonly params?: unknown } };
  const params = spec.params ?? spec.backtest?.params;
  return typeof params === 'object' && params !== null ? Object.entries(params) : [];
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
