import type { HistoryStore } from '@libs/market-data';
import type { ResearchKind } from '@libs/persistence';
import type { BacktestSpec } from '../backtest/backtest-spec';
import { runBacktestJob } from '../backtest/run-backtest-job';
import { runParityJob, type ParitySpec } from '../parity/run-parity-job';
import { ResearchFailed, ResearchRefused } from '../refusals';
import type { OptimisationSpec } from '../search/optimisation-spec';
import { prepareSearch } from '../search/prepare-search';
import { runOptimisation } from '../search/run-optimisation';
import { FileLedger } from '../search/search-ledger';
import { optimisationReport } from './optimisation-report';

/** What a run came to; plain JSON. */
export interface RunOutcome {
  readonly status: 'FAILED' | 'DONE';
  /** One sentence for people. */
  readonly error?: string;
  readonly summary?: object;
  readonly report?: object;
}

export interface RunSurroundings {
  readonly store: HistoryStore;
  /** The installation, of which parity reads the recorded sessions. */
  readonly home?: string;
  readonly databaseUrl?: string;
  /** Folder of the logs of searches. */
  readonly searches: string;
  /** Sandboxes that a search runs at once, 1 or more. */
  readonly jobs: number;
  /** Folder of built strategies; default the installation's. */
  readonly strategies?: string;
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Carries out what a run asks for. What a person can cure, and what a strategy does wrong, is an outcome; the rest is thrown. */
export async function executeRun(kind: ResearchKind, spec: unknown, surroundings: RunSurroundings): Promise<RunOutcome> {
  try {
    switch (kind) {
      case 'BACKTEST':
        return await backtest(spec as BacktestSpec, surroundings);
      case 'PARITY':
        return { status: 'DONE', ...(await runParityJob(spec as ParitySpec, surroundings)) };
      case 'OPTIMISATION':
        return await optimisation(spec as OptimisationSpec, surroundings);
    }
  } catch (error) {
    if (error instanceof ResearchRefused || error instanceof ResearchFailed) return { status: 'FAILED', error: error.message };
    throw error;
  }
}

async function optimisation(spec: OptimisationSpec, surroundings: RunSurroundings): Promise<RunOutcome> {
  const { searches, jobs, progress, ...ports } = surroundings;
  const prepared = await prepareSearch(spec, ports);
  const outcome = await runOptimisation(prepared, {
    ...ports,
    ...{ ledger: new FileLedger(searches), jobs, resume: true },
    progress: ({ done, failed, total }) => progress?.(done + failed, total),
  });
  const report = optimisationReport(prepared, outcome);
  const { best, counts, guesses, objective } = report;
  const metrics = best?.report.metrics ?? null;
  const end = {
    summary: { strategy: report.strategy, version: report.version, params: best?.params ?? null, counts, guesses, objective, metrics },
    report,
  };
  if (best) return { status: 'DONE', ...end };
  const why =
    report.distrusted.length > 0 ? 'no run could be repeated' : `no trial has a value with ${objective.minTrades} closed trades or more`;
  return { status: 'FAILED', error: `The search found nothing: ${why}.`, ...end };
}

async function backtest(spec: BacktestSpec, surroundings: RunSurroundings): Promise<RunOutcome> {
  const { summary, report } = await runBacktestJob(spec, surroundings);
  const { fault } = summary;
  const done = { summary: { ...summary, metrics: report.metrics }, report };
  if (fault === null) return { status: 'DONE', ...done };
  return { status: 'FAILED', error: `It ended early at ${fault.at} in ${fault.hook}: ${fault.message}`, ...done };
}
