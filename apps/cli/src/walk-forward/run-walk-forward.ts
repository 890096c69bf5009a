import { join } from 'node:path';
import { renderReport } from '@libs/backtest';
import { FileLedger, prepareSearch, runWalkForward, type WalkForwardOutcome, type WalkForwardSpec } from '@libs/research';
import { sayMissingFunding } from '../backtest/missing-funding';
import { understood } from '../backtest/understood';
import { checkFolder, writeResult } from '../backtest/written-place';
import { openHouse } from '../data/data-house';
import { durationOption, explained } from '../data/data-options';
import { EXIT, type ExitCode } from '../exit-code';
import { alone, progressNote, sayLeftOut, untilInterrupted } from '../optimise/search-start';
import { jobsOption, searchSpecOf } from '../optimise/search-options';
import type { Terminal } from '../terminal/terminal';
import type { WalkForwardCommand } from './command';
import { walkText, walkValue } from './describe-walk';

/** Walks all windows or until Ctrl-C; ends with 1 when a strategy failed or nothing could be traded, 5 when it was stopped. */
export async function runWalkForwardVerb(strategy: string, options: WalkForwardCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(() =>
    understood(async () => {
      const house = openHouse();
      const jobs = jobsOption(options.jobs);
      const lengths = { train: durationOption('train', options.train), test: durationOption('test', options.test) };
      const spec: WalkForwardSpec = { optimisation: await searchSpecOf(strategy, options), ...lengths, anchored: options.anchored };
      const prepared = await terminal.during('Reading candles', prepareSearch(spec.optimisation, house));
      sayLeftOut(prepared, terminal);
      if (options.out !== undefined) await checkFolder(options.out);
      const ledger = new FileLedger(house.home.searches);
      const outcome = await alone(ledger.fileOf({ ...prepared.header, id: `${prepared.header.id}.walk` }), () =>
        untilInterrupted(terminal, (signal) =>
          terminal.measure(`Walking ${strategy} forward on ${jobs} cores`, (progress) =>
            runWalkForward(prepared, spec, {
              store: house.store,
              ledger,
              jobs,
              resume: options.resume,
              signal,
              progress: (made, window, windows) => {
                const whole = window + (made.done + made.failed) / made.total;
                progress(whole, windows, `window ${window + 1} of ${windows}, ${progressNote(prepared, made)}`);
              },
            }),
          ),
        ),
      );
      const value = walkValue(prepared, outcome);
      const files = options.out === undefined ? [] : await write(options.out, value, outcome);
      sayMissingFunding(prepared.backtest, terminal);
      terminal.result(walkText(prepared, outcome, files), value);
      return codeOf(outcome);
    }),
  );
}

async function write(folder: string, value: object, { report }: WalkForwardOutcome): Promise<readonly string[]> {
  const walk = join(folder, 'walk-forward.json');
  await writeResult(walk, `${JSON.stringify(value, null, 2)}\n`);
  if (report === null) return [walk];
  const page = join(folder, 'report.html');
  await writeResult(page, renderReport(report));
  return [walk, page];
}

function codeOf({ isStopped, windows }: WalkForwardOutcome): ExitCode {
  if (isStopped) return EXIT.pending;
  const played = windows.flatMap(({ winner }) => (winner === null ? [] : [winner]));
  return played.length > 0 && played.every(({ outOfSample }) => outOfSample.result.fault === null) ? EXIT.ok : EXIT.failed;
}
