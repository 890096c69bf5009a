import { askStrategies, type StrategyFolder } from '@libs/plugin-host';
import { lintStrategy, testStrategy, type MarketRun, type Problem, type StrategyTestResult } from '@libs/research';
import type { StrategyDescription } from '@libs/sdk';
import { understood } from '../backtest/understood';
import { signalsOf } from '../backtest/signal-file';
import { bad } from '../data/data-options';
import { EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import { parseParams } from '../verbs/deploy';
import { foundStrategy, stagedStrategy } from './found-strategy';
import { shownLine } from './shown-path';

/** Ends with 4 when an error was found; warnings alone are none. */
export async function lintVerb(nameOrPath: string, params: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return understood(async () => {
    const folder = foundStrategy(nameOrPath);
    const given = await givenParams(folder, params);
    const { strategy, problems } = await terminal.during(`Checking ${folder.name}`, lintStrategy(folder, given));
    const text = [`${strategy}: ${countText(problems)}`, ...problems.map((one) => problemText(one, folder))].join('\n');
    terminal.result(text, { strategy, problems });
    return codeOf(problems);
  });
}

export interface TestOptions {
  readonly param: readonly string[];
  /** A file of signals, one JSON object a line. */
  readonly signals?: string | undefined;
}

/** The same over generated markets, ordinary and bad ones. */
export async function testVerb(nameOrPath: string, { param, signals: file }: TestOptions, terminal: Terminal): Promise<ExitCode> {
  return understood(async () => {
    const folder = foundStrategy(nameOrPath);
    const params = await givenParams(folder, param);
    const { signals } = await signalsOf({ signals: file });
    const result = await terminal.during(`Playing generated markets to ${folder.name}`, testStrategy(folder, { params, signals }));
    terminal.result(testText(result, folder), result);
    return codeOf(result.problems);
  });
}

function codeOf(problems: readonly Problem[]): ExitCode {
  return problems.some(({ severity }) => severity === 'error') ? EXIT.different : EXIT.ok;
}

/** Values as the strategy declares them; a strategy that cannot be loaded is for the check to name. */
async function givenParams(folder: StrategyFolder, texts: readonly string[]): Promise<Record<string, unknown>> {
  if (texts.length === 0) return {};
  return parseParams(texts, await descriptionIn(folder.path));
}

async function descriptionIn(path: string): Promise<StrategyDescription> {
  const staged = stagedStrategy(path);
  try {
    const described = await askStrategies(staged.strategies, (asked) => asked.describe(staged.name));
    if (!described.ok) throw bad(described.message);
    return described.description;
  } finally {
    staged.remove();
  }
}

function testText(result: StrategyTestResult, folder: StrategyFolder): string {
  const { strategy, runs, lookahead, problems } = result;
  const played = runs.map(
    ({ what, fills, ...run }) => `  a market that ${what}: ${lengthText(run)}, ${fills} ${fills === 1 ? 'fill' : 'fills'}, twice the same`,
  );
  const looked =
    lookahead === null ? [] : [`  look-ahead: ${lookahead.checks.map(({ name, outcome }) => `${name} ${outcome}`).join(', ')}`];
  return [
    `${strategy}: ${countText(problems)}`,
    ...problems.map((one) => problemText(one, folder)),
    ...played,
    ...signalLines(result),
    ...looked,
  ].join('\n');
}

function lengthText({ bars, moments }: Pick<MarketRun, 'bars' | 'moments'>): string {
  const text = `${bars.toLocaleString('en')} bars`;
  return moments === undefined ? text : `${text} with ${moments.toLocaleString('en')} moments of book and trades`;
}

function signalLines({ hearsSignals, signals }: StrategyTestResult): readonly string[] {
  if (signals === null)
    return hearsSignals ? ['  signals: none, so its onSignal was not called; --signals <file> gives some, as to "plimsoll backtest"'] : [];
  const { given, told, until } = signals;
  if (told === given) return [`  signals: all ${given} told in each market, which begins with the first`];
  return [`  signals: ${told} of ${given} told in each market, which begins with the first and ends at ${until}`];
}

function problemText({ line, rule, severity, message }: Problem, folder: StrategyFolder): string {
  return `${line === null ? shownLine(`${folder.name}/`, folder) : shownLine(line, folder)}: ${severity === 'warning' ? 'warning: ' : ''}${rule}: ${message}`;
}

function countText(problems: readonly Problem[]): string {
  if (problems.length === 0) return 'no problems';
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const parts = [countOf(errors, 'error'), countOf(problems.length - errors, 'warning')].filter((part) => part !== '');
  return parts.join(', ');
}

function countOf(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
