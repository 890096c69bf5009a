import type { HistoryStore } from '@libs/market-data';
import type { ResearchKind } from '@libs/persistence';
import type { BacktestSpec } from '../backtest/backtest-spec';
import { runBacktestJob } from '../backtest/run-backtest-job';
import { runParityJob, type ParitySpec } from '../parity/run-parity-job';
import { ResearchFailed, ResearchRefused } from '../refusals';

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
    }
  } catch (error) {
    if (error instanceof ResearchRefused || error instanceof ResearchFailed) return { status: 'FAILED', error: error.message };
    throw error;
  }
}

async function backtest(spec: BacktestSpec, surroundings: RunSurroundings): Promise<RunOutcome> {
  const { summary, report } = await runBacktestJob(spec, surroundings);
  const { fault } = summary;
  const done = { summary: { ...summary, metrics: report.metrics }, report };
  if (fault === null) return { status: 'DONE', ...done };
  return { status: 'FAILED', error: `It ended early at ${fault.at} in ${fault.hook}: ${fault.message}`, ...done };
}
