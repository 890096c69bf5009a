import type { ClaimedRun, ResearchKind } from '@libs/persistence';
import type { ResearchEnvironment } from '@libs/platform';
import type { RunOutcome } from '@libs/research';

/** What the process of one run is told first; after it there is only the word `cancel`. */
export interface RunOrder {
  readonly kind: ResearchKind;
  readonly spec: unknown;
  /** The installation; below it lie market history, recorded sessions and the logs of searches. */
  readonly home: string;
  /** Of a run that reads and writes what the database keeps of sessions; others compute without it. */
  readonly databaseUrl?: string;
  /** Sandboxes that a search runs at once. */
  readonly jobs: number;
  readonly strategies?: string | undefined;
}

/** What the process of a run has to know, and no more: where the database is told to those alone that need it. */
export function orderOf({ kind, spec }: Pick<ClaimedRun, 'kind' | 'spec'>, env: OrderEnvironment, jobs: number): RunOrder {
  const { home, databaseUrl, strategies } = env;
  return { kind, spec, home, jobs, strategies, ...(kind === 'PARITY' ? { databaseUrl } : {}) };
}

type OrderEnvironment = Pick<ResearchEnvironment, 'home' | 'databaseUrl' | 'strategies'>;

/** What it says; the outcome is its last word. */
export type RunWord =
  { readonly type: 'progress'; readonly done: number; readonly total: number } | { readonly type: 'outcome'; readonly outcome: RunOutcome };
