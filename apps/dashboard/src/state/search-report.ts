import type { Report } from './report';

/** What the pages read of a stored search, `plimsoll.optimisation-report/1`. */
export interface Trial {
  readonly number: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly state: 'done' | 'failed' | 'refused';
  readonly message: string | null;
  readonly value: number | null;
  readonly metrics: Readonly<Record<string, number | string | null>> | null;
}

export interface SearchReport {
  readonly strategy: string;
  readonly version: string;
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
  readonly searched: readonly string[];
  readonly fixed: Readonly<Record<string, unknown>>;
  readonly counts: { readonly done: number; readonly failed: number; readonly refused: number };
  readonly guesses: number;
  readonly trials: readonly Trial[];
  readonly trialsLeftOut: number;
  readonly best: { readonly number: number; readonly params: Readonly<Record<string, unknown>>; readonly report: Report } | null;
  readonly distrusted: readonly { readonly number: number; readonly why: string }[];
}
