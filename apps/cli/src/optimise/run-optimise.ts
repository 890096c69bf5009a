import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renderReport, type SearchProgress } from '@libs/backtest';
import { FileLedger, prepareSearch, runOptimisation, type OptimisationOutcome, type PreparedSearch } from '@libs/research';
import { understood } from '../backtest/run-backtest';
import { openHouse } from '../data/data-house';
import { explained } from '../data/data-options';
import { EXIT, type ExitCode } from '../exit-code';
import { takeLock } from '../home/lock';
import type { Terminal } from '../terminal/terminal';
import type { OptimiseCommand } from './command';
import { paramsText, scoreText, searchText, searchValue } from './describe-search';
import { jobsOption, searchSpecOf } from './search-options';

/** Searches until all is tried or Ctrl-C; ends with 1 without a best trial, 4 when the best could not be repeated, 5 when stopped. */
export async function runOptimiseVerb(strategy: string, options: OptimiseCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(() =>
    understood(async () => {
      const house = openHouse();
      const jobs = jobsOption(options.jobs);
      const spec = await searchSpecOf(strategy, options);
      const prepared = await terminal.during('Reading candles', prepareSearch(spec, house));
      const ledger = new FileLedger(house.home.searches);
      const file = ledger.fileOf(prepared.header);
      const outcome = await alone(file, () =>
        untilInterrupted(terminal, (signal) =>
          terminal.measure(`Trying ${strategy} on ${jobs} cores`, (progress) =>
            runOptimisation(prepared, {
              ...{ store: house.store, ledger, jobs, resume: options.resume, signal },
              progress: (made) => progress(made.done + made.failed, made.total, noteOf(prepared, made)),
            }),
          ),
        ),
      );
      const value = searchValue(prepared, outcome, file);
      const files = options.out === undefined ? [] : await write(options.out, value, outcome);
      terminal.result(searchText(prepared, outcome, files), value);
      return codeOf(outcome);
    }),
  );
}

/** Two starts of one search would each try what the other does. */
async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const lock = await takeLock(`${file}.lock`);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** The first Ctrl-C lets running trials end, a second one ends everything. */
async function untilInterrupted<T>(terminal: Terminal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = (): void => {
    terminal.say('Stopping after the trials that run; what is tried stays on record.');
    stop.abort();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await work(stop.signal);
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}

function noteOf(prepared: PreparedSearch, { done, failed, total, best }: SearchProgress): string {
  const so = best === null ? 'no score yet' : `best ${prepared.objective.metric} ${scoreText(prepared, best)} with ${paramsText(best)}`;
  return `${done + failed} of ${total}${failed === 0 ? '' : `, ${failed} failed`}, ${so}`;
}

async function write(folder: string, value: object, { trials, best }: OptimisationOutcome): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const search = join(folder, 'search.json');
  await writeFile(search, `${JSON.stringify({ ...value, all: trials }, null, 2)}\n`);
  if (best === null) return [search];
  const report = join(folder, 'report.html');
  await writeFile(report, renderReport(best.run.report));
  return [search, report];
}

function codeOf({ best, isStopped, distrusted }: OptimisationOutcome): ExitCode {
  if (isStopped) return EXIT.pending;
  if (best !== null) return EXIT.ok;
  return distrusted.size > 0 ? EXIT.different : EXIT.failed;
}
