import type { BacktestSpec, OptimisationReport, OptimisationSpec } from '@libs/research';
import type { Report } from '@libs/backtest';
import type { ResearchKind, ResearchRun, ResearchRunPage, StoredCandles } from './research.types';

export interface AddedRun {
  /** Whether what is stored is what was asked, which it need not be when the id was known before. */
  readonly isSame: boolean;
  readonly run: ResearchRun;
}

export interface ResearchPageRequest {
  readonly first: number;
  readonly after?: string | null | undefined;
  /** Default all; never empty. */
  readonly kinds?: readonly ResearchKind[] | null | undefined;
}

/** Runs of research, written down and read. */
export interface ResearchBook {
  add(run: { readonly id: string; readonly kind: ResearchKind; readonly spec: object; readonly requestedBy: string }): Promise<AddedRun>;
  /** False when there was nothing to cancel. */
  cancel(id: string, actor: string): Promise<boolean>;
  find(id: string): Promise<ResearchRun | null>;
  page(request: ResearchPageRequest): Promise<ResearchRunPage>;
  /** Null when there is none. */
  report(id: string): Promise<Report | OptimisationReport | null>;
  /** Those that changed since then and those that are not over, with the moment of their last change. */
  changedSince(at: Date): Promise<readonly { readonly run: ResearchRun; readonly at: Date }[]>;
}

/** Tells the workers that there is something to do; it may be lost. */
export interface ResearchWaker {
  wake(id: string): Promise<void>;
}

/** The market history that runs are made of. */
export interface ResearchData {
  /** What candles there are, as far as they are indexed. */
  candles(): Promise<readonly StoredCandles[]>;
  /** Why a search cannot be begun, as one sentence; null when it can. */
  unsearchable(spec: OptimisationSpec): Promise<string | null>;
  /** Why a backtest cannot be run on what is stored, as one sentence; null when it can. */
  missing(spec: BacktestSpec, watches: readonly { readonly symbol: string; readonly interval: string }[]): Promise<string | null>;
}
