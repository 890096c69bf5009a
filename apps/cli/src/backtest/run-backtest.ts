import { defined, formatMoney, formatPercent, formatTime } from '@libs/kernel';
import { formatMetric, renderReport, type Report } from '@libs/backtest';
import {
  FileLedger,
  checkBacktest,
  faultsOf,
  guessesOn,
  measuresOf,
  playBacktest,
  prepareBacktest,
  refusedLines,
  type StrategySummary,
  type Summary,
} from '@libs/research';
import { EXIT, type ExitCode } from '../exit-code';
import { openHouse } from '../data/data-house';
import { explained } from '../data/data-options';
import type { Terminal } from '../terminal/terminal';
import { askedStrategies } from './asked-strategies';
import { specOf } from './backtest-options';
import type { BacktestCommand } from './command';
import { coursesText, guessesText, yearLines } from './luck-text';
import { isMissing, sayMissingFunding } from './missing-funding';
import { positionLimitLines } from './position-limit';
import { signalsOf } from './signal-file';
import { sayStrategyLines } from './strategy-lines';
import { understood } from './understood';
import { withFolder, type NamedStrategies } from './with-folder';
import { checkReport, writeResult } from './written-place';

/** Runs strategies on one account over stored candles; ends with 4 when the run outside differs from what the sandbox said. */
export async function runBacktestVerb(texts: readonly string[], options: BacktestCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(() => understood(() => withFolder(texts, (named) => runBacktest(named, options, terminal))));
}

async function runBacktest({ names, strategies }: NamedStrategies, options: BacktestCommand, terminal: Terminal): Promise<ExitCode> {
  if (options.report !== undefined) await checkReport(options.report);
  const [first, ...others] = await askedStrategies(names, options.param, strategies);
  const single = { ...specOf(first.strategy, first.params, options), ...(await signalsOf(options)) };
  const spec = others.length === 0 ? single : { ...single, label: first.label, others };
  const house = openHouse();
  const prepared = await terminal.during('Reading candles', prepareBacktest(spec, { ...house, strategies }));
  const total = prepared.markets.reduce((sum, { tape }) => sum + tape.series.length, 0);
  const run = await terminal.measure(`Playing ${total.toLocaleString('en')} candles to ${names.join(', ')}`, (progress) =>
    playBacktest(prepared, { progress, strategies }),
  );
  const trials = await guessesOn(prepared, new FileLedger(house.home.searches));
  const { summary, report } = await terminal.during(
    'Checking the result of the sandbox',
    Promise.resolve().then(() => checkBacktest(prepared, run, trials ? { trials } : {})),
  );
  if (options.report !== undefined) await writeResult(options.report, reportText(options.report, report));
  const { metrics, monteCarlo } = report;
  const more = defined({ guesses: trials, monteCarlo });
  sayStrategyLines(run.strategies, terminal);
  sayMissingFunding(prepared, terminal);
  terminal.result(describe(summary, report, options.report), { ...summary, year: report.year, metrics, logs: report.logs, ...more });
  return faultsOf(summary).length === 0 ? EXIT.ok : EXIT.failed;
}

/** A file that is named so is for programs, and for `plimsoll compare`. */
function reportText(file: string, report: Report): string {
  return file.toLowerCase().endsWith('.json') ? `${JSON.stringify(report)}\n` : renderReport(report);
}

function describe(summary: Summary, { subject, year, metrics, trials, monteCarlo }: Report, file: string | undefined): string {
  const { from, to, bars, fills, startingBalance, finalEquity, fees, refused, funding, settleAsset, strategies = [] } = summary;
  const change = Number(metrics.netProfit) / Number(startingBalance);
  return [
    `${subject.title}, ${formatTime(from)} to ${formatTime(to)}: ${bars.toLocaleString('en')} candles, ${fills.toLocaleString('en')} fills`,
    `equity ${formatMoney(finalEquity)} ${settleAsset} of ${formatMoney(startingBalance)} (${change >= 0 ? '+' : ''}${formatPercent(change)}), fees ${formatMoney(fees)}`,
    measuresOf(metrics),
    ...yearLines(year),
    ...refusedLines(refused),
    ...positionLimitLines(refused.map(({ code }) => code)),
    // What is missing was said before.
    ...funding.filter((origin) => !isMissing(origin)).map(({ text }) => text),
    ...strategies.map((one) => strategyText(one, settleAsset)),
    ...(trials === undefined ? [] : [guessesText(trials.count, metrics.deflatedSharpe)]),
    ...(monteCarlo === undefined ? [] : [coursesText(monteCarlo)]),
    ...(file === undefined ? [] : [`report: ${file}`]),
    ...faultsOf(summary),
  ].join('\n');
}

/** What one of several earned by its own trades, of the account's money. */
function strategyText({ label, strategy, version, metrics }: StrategySummary, asset: string): string {
  const sign = Number(metrics.netProfit) < 0 ? '' : '+';
  const name = label === strategy ? version : `${strategy} ${version}`;
  return `${label} (${name}): ${sign}${formatMetric(metrics.netProfit, 'amount')} ${asset}, fees ${formatMetric(metrics.fees, 'amount')}, ${measuresOf(metrics)}`;
}
