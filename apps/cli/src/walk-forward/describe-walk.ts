import { USUAL_YEAR, countsOf, formatMetric } from '@libs/backtest';
import { formatMoney, formatTime } from '@libs/kernel';
import { measuresOf, type PreparedSearch, type WalkForwardOutcome, type WalkedWindow } from '@libs/research';
import { coursesText, guessesText, yearLines } from '../backtest/luck-text';
import { failureText, failuresOf, paramsText, shareText, unfilledLines } from '../optimise/describe-search';

/** What came of a walk forward, for programs. */
export function walkValue({ header, spec }: PreparedSearch, outcome: WalkForwardOutcome) {
  const { windows, asked, isStopped, isRuined, guesses, report, finalEquity, efficiency } = outcome;
  return {
    strategy: header.strategy,
    version: header.version,
    sampler: spec.sampler,
    objective: spec.objective,
    search: spec.search,
    fixed: spec.backtest.params,
    year: spec.backtest.year ?? USUAL_YEAR,
    asked,
    isStopped,
    isRuined,
    guesses,
    startingBalance: spec.backtest.balance,
    finalEquity,
    efficiency,
    metrics: report?.metrics ?? null,
    ...(report?.monteCarlo === undefined ? {} : { monteCarlo: report.monteCarlo }),
    windows: windows.map(windowValue),
  };
}

/** The same for people. */
export function walkText({ header, spec }: PreparedSearch, outcome: WalkForwardOutcome, files: readonly string[]): string {
  const { windows, asked, isStopped, isRuined, guesses, report, finalEquity, efficiency } = outcome;
  return [
    `${header.strategy} ${header.version}: ${windows.length} of ${asked} windows, searched for ${spec.objective} by ${spec.sampler}`,
    ...windows.flatMap((window) => [windowText(window), ...failed(window)]),
    ...unfilledLines(windows.flatMap(({ search }) => search.trials)),
    ...(report === null
      ? []
      : [
          `out of sample: equity ${formatMetric(finalEquity, 'amount')} of ${formatMoney(spec.backtest.balance)}; ${measuresOf(report.metrics)}`,
        ]),
    ...yearLines(spec.backtest.year),
    `walk-forward efficiency ${efficiency === null ? 'none' : efficiency.toFixed(2)}; ${guessesText(guesses.count, report?.metrics.deflatedSharpe)}`,
    ...(report?.monteCarlo === undefined ? [] : [coursesText(report.monteCarlo)]),
    ...(isRuined ? ['nothing was left to trade with'] : []),
    ...(isStopped ? ['stopped; the same command with --resume goes on'] : []),
    ...files.map((file) => `written: ${file}`),
  ].join('\n');
}

function windowValue({ train, test, search, winner, record }: WalkedWindow) {
  const fault = winner?.outOfSample.result.fault ?? null;
  return {
    train: spanText(train),
    test: spanText(test),
    trials: countsOf(search.trials),
    failures: failuresOf(search.trials),
    params: winner === null ? null : winner.trial.params,
    inSample: winner === null ? null : { score: winner.trial.score, metrics: winner.inSample.report.metrics },
    outOfSample: winner === null ? null : { ...winner.outOfSample.summary, metrics: winner.outOfSample.report.metrics },
    startingEquity: String(record.startingEquity),
    fault: fault && { hook: fault.hook, message: fault.message },
  };
}

function windowText({ test, winner }: WalkedWindow): string {
  const span = `${formatTime(test.from)} to ${formatTime(test.to)}`;
  if (winner === null) return `  ${span}  no trial had a score; stood aside`;
  const { inSample, outOfSample, trial } = winner;
  const earned = ({ report }: typeof inSample): string => shareText(report.metrics.totalReturn);
  const { fault } = outOfSample.result;
  const ended = fault === null ? '' : `; ended early in ${fault.hook}: ${fault.message}`;
  return `  ${span}  in sample ${earned(inSample)}, out of sample ${earned(outOfSample)}  ${paramsText(trial)}${ended}`;
}

function failed({ search }: WalkedWindow): readonly string[] {
  const text = failureText(search.trials);
  return text === null ? [] : [`    ${text}`];
}

function spanText({ from, to }: { readonly from: number; readonly to: number }) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
