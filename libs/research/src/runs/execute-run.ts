import type { WalkedStretch } from '@libs/backtest';
import type { HistoryStore } from '@libs/market-data';
import type { ResearchKind } from '@libs/persistence';
import type { BacktestSpec } from '../backtest/backtest-spec';
import { runBacktestJob } from '../backtest/run-backtest-job';
import { faultsOf } from '../backtest/summary';
import { runParityJob, type ParitySpec } from '../parity/run-parity-job';
import { ResearchFailed, ResearchRefused } from '../refusals';
import type { OptimisationSpec } from '../search/optimisation-spec';
import { prepareSearch } from '../search/prepare-search';
import { runOptimisation } from '../search/run-optimisation';
import { FileLedger } from '../search/search-ledger';
import { runWalkForward } from '../walk-forward/run-walk-forward';
import { checkWalkForward, type WalkForwardSpec } from '../walk-forward/walk-forward-spec';
import { optimisationReport } from './optimisation-report';
import type { RunOutcome } from './run-outcome';

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
  readonly strategies?: string | undefined;
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Carries out what a run asks for. What a person can cure, and what a strategy does wrong, is an outcome; the rest is thrown. */
export async function executeRun(kind: ResearchKind, spec: unknown, surroundings: RunSurroundings): Promise<RunOutcome> {
  try {
    switch (kind) {
      case 'BACKTEST':
      case 'MONTE_CARLO':
        return await backtest(spec as BacktestSpec, surroundings);
      case 'PARITY':
        return { status: 'DONE', ...(await runParityJob(spec as ParitySpec, surroundings)) };
      case 'OPTIMISATION':
        return await optimisation(spec as OptimisationSpec, surroundings);
      case 'WALK_FORWARD':
        return await walkForward(spec as WalkForwardSpec, surroundings);
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
    ledger: new FileLedger(searches),
    jobs,
    resume: true,
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

async function walkForward(spec: WalkForwardSpec, surroundings: RunSurroundings): Promise<RunOutcome> {
  const { searches, jobs, progress, ...ports } = surroundings;
  checkWalkForward(spec);
  const prepared = await prepareSearch(spec.optimisation, ports);
  const { report, windows, asked, efficiency, guesses, isStopped } = await runWalkForward(prepared, spec, {
    ...ports,
    // Searches of an earlier start are on record, so that it goes on where that one ended.
    ledger: new FileLedger(searches),
    jobs,
    resume: true,
    progress: ({ done, failed, total }, window, all) => progress?.(window * total + done + failed, all * total),
  });
  if (report === null || isStopped) return { status: 'FAILED', error: 'It was stopped before all of its windows were walked.' };
  const { strategy, version } = prepared.header;
  const summary = { strategy, version, windows: windows.length, asked, efficiency, guesses: guesses.count, metrics: report.metrics };
  const end = { summary, report };
  const why = whyWalkFailed(report.walk?.windows ?? []);
  return why === null ? { status: 'DONE', ...end } : { status: 'FAILED', error: why, ...end };
}

function whyWalkFailed(windows: readonly WalkedStretch[]): string | null {
  if (windows.every(({ winner }) => winner === null)) return 'No window had a trial with a value, so nothing was traded.';
  const early = windows.find(({ winner }) => winner !== null && winner.fault !== null);
  return early ? `The test from ${new Date(early.test.from).toISOString()} ended early at ${early.winner?.fault}` : null;
}

async function backtest(spec: BacktestSpec, surroundings: RunSurroundings): Promise<RunOutcome> {
  const { searches, ...ports } = surroundings;
  const { summary, report } = await runBacktestJob(spec, { ...ports, ledger: new FileLedger(searches) });
  const faults = faultsOf(summary);
  const done = { summary: { ...summary, metrics: report.metrics }, report };
  if (faults.length === 0) return { status: 'DONE', ...done };
  return { status: 'FAILED', error: summary.strategies ? faults.join('; ') : `It ${faults[0]}`, ...done };
}
