import { rm } from 'node:fs/promises';
import {
  optimise,
  samplerOf,
  trialsOnRecord,
  type SearchProgress,
  type SearchResult,
  type SearchSummary,
  type Trials,
} from '@libs/backtest';
import { BacktestFailed, BacktestRefused, TrialSandbox } from '@libs/plugin-host';
import type { PrepareParts } from '../backtest/prepare';
import { writeTapes } from '../backtest/tape-files';
import { ResearchFailed, ResearchRefused } from '../refusals';
import { believed, type BelievedTrial } from './believe';
import type { PreparedSearch } from './prepare-search';
import type { OpenSearch, SearchLedger } from './search-ledger';
import { summaryOf } from './search-summary';

export interface OptimisationPorts extends PrepareParts {
  readonly ledger: SearchLedger;
  /** Sandboxes that run at once, 1 or more. */
  readonly jobs: number;
  /** Whether an earlier search of the same id is continued; else it is refused. */
  readonly resume: boolean;
  readonly progress?: ((progress: SearchProgress) => void) | undefined;
  /** Aborted: running trials end, none begins, and what was tried stays on record. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without progress after which a trial is stopped. */
  readonly deadline?: number | undefined;
}

export interface OptimisationOutcome extends SearchResult {
  /** The best trial whose run could be repeated in a new sandbox and outside of one; null when there is none, or the search was stopped. */
  readonly best: BelievedTrial | null;
  /** Numbers of trials whose run could not be repeated, and why. */
  readonly distrusted: ReadonlyMap<number, string>;
  /** The trials on record of this strategy on this data that came to a Sharpe ratio, of earlier searches too. */
  readonly guesses: Trials;
  /** How many trials an earlier start had finished. */
  readonly resumed: number;
  readonly summary: SearchSummary;
}

/** Runs the trials that the spec asks for in all sandboxes at once; the best counts only after its run was repeated outside. */
export async function runOptimisation(prepared: PreparedSearch, ports: OptimisationPorts): Promise<OptimisationOutcome> {
  const { spec, header } = prepared;
  const log = await ports.ledger.open(header);
  try {
    const resumed = log.before.trials.length;
    if (resumed > 0 && !ports.resume && !log.before.isEnded)
      throw new ResearchRefused(
        `This search was started before, with ${resumed} of its trials on record; continue it with --resume, or use another seed.`,
      );
    const result = await tryAll(prepared, log, ports);
    refuseIfAllWere(result);
    if (!result.isStopped) await log.end(spec.trials);
    const guesses = trialsOnRecord(await ports.ledger.logs(header.strategy), header);
    const distrusted = new Map(log.before.distrusted);
    const summary = summaryOf(prepared, result);
    const candidates = { ranked: result.ranked, guesses, search: summary, distrusted, log };
    const best = result.isStopped ? null : await believed(prepared, candidates, ports);
    return { ...result, best, distrusted, guesses, resumed, summary };
  } finally {
    await log.close();
  }
}

function refuseIfAllWere({ trials, isStopped }: SearchResult): void {
  const [first] = trials;
  if (isStopped || first?.run.kind !== 'refused' || trials.some(({ run }) => run.kind !== 'refused')) return;
  throw new ResearchRefused(`The strategy refuses all of these parameters; the first reason: ${first.run.message}.`);
}

async function tryAll({ spec, objective, plan, backtest, from }: PreparedSearch, log: OpenSearch, ports: OptimisationPorts) {
  const { folder, files } = await writeTapes(backtest.markets);
  const { strategies, deadline, progress, signal } = ports;
  const setup = { strategy: spec.backtest.strategy, markets: files, terms: backtest.terms, year: spec.backtest.year };
  const workers = Array.from({ length: ports.jobs }, () => new TrialSandbox(setup, { from, strategies, deadline }));
  const what = { space: plan.space, sampler: samplerOf(spec.sampler, plan.space, spec), objective, trials: spec.trials };
  try {
    return await optimise(what, { workers, store: log, progress, signal });
  } catch (error) {
    if (error instanceof BacktestRefused) throw new ResearchRefused(`The search cannot begin: ${error.message}.`, { cause: error });
    throw error instanceof BacktestFailed ? new ResearchFailed(`The search failed: ${error.message}.`, { cause: error }) : error;
  } finally {
    for (const worker of workers) worker.close();
    await rm(folder, { recursive: true, force: true });
  }
}
