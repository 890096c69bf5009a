import type { ResearchKind } from '@libs/persistence';
import type { RunOutcome } from '@libs/research';

/** What the process of one run is told first; after it there is only the word `cancel`. */
export interface RunOrder {
  readonly kind: ResearchKind;
  readonly spec: unknown;
  /** The installation; below it lie market history, recorded sessions and the logs of searches. */
  readonly home: string;
  readonly databaseUrl: string;
  /** Sandboxes that a search runs at once. */
  readonly jobs: number;
  readonly strategies?: string | undefined;
}

/** What it says; the outcome is its last word. */
export type RunWord =
  { readonly type: 'progress'; readonly done: number; readonly total: number } | { readonly type: 'outcome'; readonly outcome: RunOutcome };
