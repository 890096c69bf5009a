import { join } from 'node:path';
import { renderReport } from '@libs/backtest';
import { FileLedger, prepareSearch, runOptimisation, type OptimisationOutcome } from '@libs/research';
import { sayMissingFunding } from '../backtest/missing-funding';
import { understood } from '../backtest/understood';
import { checkFolder, writeResult } from '../backtest/written-place';
import { openHouse } from '../data/data-house';
import { explained } from '../data/data-options';
import { EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import type { OptimiseCommand } from './command';
import { searchText, searchValue } from './describe-search';
import { alone, progressNote, sayLeftOut, untilInterrupted } from './search-start';
import { jobsOption, searchSpecOf } from './search-options';

/** Searches until all is tried or Ctrl-C; ends with 1 without a best trial, 4 when the best could not be repeated, 5 when stopped. */
export async function runOptimiseVerb(strategy: string, options: OptimiseCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(() =>
    understood(async () => {
      const house = openHouse();
      const jobs = jobsOption(options.jobs);
      const spec = await searchSpecOf(strategy, options);
      const prepared = await terminal.during('Reading candles', prepareSearch(spec, house));
      sayLeftOut(prepared, terminal);
      if (options.out !== undefined) await checkFolder(options.out);
      const ledger = new FileLedger(house.home.searches);
      const file = ledger.fileOf(prepared.header);
      const outcome = await alone(file, () =>
        untilInterrupted(terminal, (signal) =>
          terminal.measure(`Trying ${strategy} on ${jobs} cores`, (progress) =>
            runOptimisation(prepared, {
              store: house.store,
              ledger,
              jobs,
              resume: options.resume,
              signal,
              progress: (made) => progress(made.done + made.failed, made.total, progressNote(prepared, made)),
            }),
          ),
        ),
      );
      const value = searchValue(prepared, outcome, file);
      const files = options.out === undefined ? [] : await write(options.out, value, outcome);
      sayMissingFunding(prepared.backtest, terminal);
      terminal.result(searchText(prepared, outcome, files), value);
      return codeOf(outcome);
    }),
  );
}

async function write(folder: string, value: object, { trials, best }: OptimisationOutcome): Promise<readonly string[]> {
  const search = join(folder, 'search.json');
  await writeResult(search, `${JSON.stringify({ ...value, all: trials }, null, 2)}\n`);
  if (best === null) return [search];
  const report = join(folder, 'report.html');
  await writeResult(report, renderReport(best.run.report));
  return [search, report];
}

function codeOf({ best, isStopped, distrusted }: OptimisationOutcome): ExitCode {
  if (isStopped) return EXIT.pending;
  if (best !== null) return EXIT.ok;
  return distrusted.size > 0 ? EXIT.different : EXIT.failed;
}
