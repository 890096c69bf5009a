import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { analyseWarmUp, type Sources } from '@libs/backtest';
import { UnusableStrategy, askStrategies, sandboxLaboratory, stageStrategy, strategySources } from '@libs/plugin-host';
import type { StagedStrategy, StrategyFolder } from '@libs/plugin-host';
import type { StrategyDescription, StrategyPlan } from '@libs/sdk';
import { playedMarket } from '../backtest/stored-market';
import { writeTapes } from '../backtest/tape-files';
import { lintSources } from './lint-sources';
import { problem, type Problem } from './problem';
import { testParams } from './test-params';
import { trialMarket } from './trial-markets';

/** Of the section of the page that says when the strategy loses. */
const LEAST_WORDS = 8;
/** Characters; a word such as "Bars" does not say which. */
const LEAST_DESCRIPTION = 5;

export interface LintResult {
  readonly strategy: string;
  readonly problems: readonly Problem[];
}

/**
 * Checks what a strategy says of itself: definition, parameters, page, imports, and whether its warm-up is enough, over a generated market.
 * `given` are parameters that have no default.
 */
export async function lintStrategy(folder: StrategyFolder, given: Readonly<Record<string, unknown>> = {}): Promise<LintResult> {
  const page = lintPage(folder);
  let staged: StagedStrategy;
  try {
    staged = stageStrategy(folder);
  } catch (error) {
    if (!(error instanceof UnusableStrategy)) throw error;
    return { strategy: folder.name, problems: [problem('syntax', error.message), ...page] };
  }
  try {
    const sources = strategySources(staged.name, staged.strategies);
    const problems = [...lintSources(sources.files), ...(await lintDefinition(staged, sources, given)), ...page];
    return { strategy: folder.name, problems };
  } finally {
    staged.remove();
  }
}

function lintPage({ name, path }: StrategyFolder): readonly Problem[] {
  const file = join(path, 'README.md');
  if (!existsSync(file)) return [problem('readme', `${name}/README.md is missing; it says what the strategy does and when it loses`)];
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  const at = lines.findIndex((line) => /^#+\s.*\b(loses?|losing)\b/i.test(line));
  if (at < 0)
    return [problem('readme', `${name}/README.md has no heading "When it loses"; every strategy loses somewhere`, `${name}/README.md:1`)];
  const end = lines.findIndex((line, row) => row > at && /^#/.test(line));
  const said = lines
    .slice(at + 1, end < 0 ? undefined : end)
    .join(' ')
    .trim();
  const words = said.split(/\s+/).filter((word) => word !== '').length;
  if (words >= LEAST_WORDS) return [];
  const short = `"${lines[at]!.replace(/^#+\s*/, '')}" has ${words} words under it; say in ${LEAST_WORDS} or more in which markets the strategy loses`;
  return [problem('readme', short, `${name}/README.md:${at + 1}`)];
}

async function lintDefinition(
  staged: StagedStrategy,
  sources: Sources,
  given: Readonly<Record<string, unknown>>,
): Promise<readonly Problem[]> {
  return askStrategies(staged.strategies, async (asked) => {
    const described = await asked.describe(staged.name);
    if (!described.ok) return [problem('definition', described.message)];
    const known = [...lintParameters(described.description, sources), ...lintMentions(described.description, staged), ...lintSpec(staged)];
    const params = testParams(described.description, given);
    const planned = await asked.describe(staged.name, params);
    if (!planned.ok) return [...known, problem('definition', planned.message)];
    if (!planned.plan) return known;
    if (!planned.plan.ok) return [...known, ...planned.plan.problems.map(({ message }) => problem('parameters', message))];
    return [...known, ...(await lintWarmUp(staged, sources, { params, plan: planned.plan.plan }))];
  });
}

function lintParameters({ parameters }: StrategyDescription, sources: Sources): readonly Problem[] {
  return parameters.flatMap(({ name, type, description, minimum, maximum }) => {
    const line = lineOfParameter(name, sources);
    if (description.trim().length < LEAST_DESCRIPTION) {
      const short = `the description of parameter "${name}" is "${description}"; say what it is in ${LEAST_DESCRIPTION} characters or more`;
      return [problem('parameter', short, line)];
    }
    const isNumber = type === 'number' || type === 'integer' || type === 'decimal';
    if (!isNumber || (minimum !== undefined && maximum !== undefined)) return [];
    const missing = [...(minimum === undefined ? ['min'] : []), ...(maximum === undefined ? ['max'] : [])].join(' and ');
    const unbounded = problem(
      'parameter',
      `parameter "${name}" has no ${missing}; without its range it cannot be refused or searched`,
      line,
    );
    // A price has no natural end.
    return [type === 'decimal' && minimum !== undefined ? { ...unbounded, severity: 'warning' as const } : unbounded];
  });
}

function lineOfParameter(name: string, { files }: Sources): string | null {
  for (const { name: file, text } of files) {
    const row = text.split('\n').findIndex((line) => new RegExp(`\\b${name}\\s*:\\s*param\\.`).test(line));
    if (row >= 0) return `${file}:${row + 1}`;
  }
  return null;
}

function lintMentions({ parameters }: StrategyDescription, { name, path }: StrategyFolder): readonly Problem[] {
  const file = join(path, 'README.md');
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const unsaid = parameters.filter((parameter) => !new RegExp(`\\b${parameter.name}\\b`).test(text)).map((parameter) => parameter.name);
  return unsaid.length === 0 ? [] : [problem('readme', `${name}/README.md does not mention ${unsaid.join(', ')}`, `${name}/README.md:1`)];
}

function lintSpec({ name, path }: StrategyFolder): readonly Problem[] {
  const files = readdirSync(join(path, 'src'), { recursive: true, encoding: 'utf8' });
  const isBuilt = !files.some((file) => file.endsWith('.ts'));
  if (isBuilt || files.some((file) => /\.spec\.ts$/.test(file))) return [];
  return [problem('spec', `${name}/src has no spec; "describeStrategy" of the test kit begins one`)];
}

async function lintWarmUp(
  staged: StagedStrategy,
  sources: Sources,
  { params, plan }: { readonly params: Readonly<Record<string, unknown>>; readonly plan: StrategyPlan },
): Promise<readonly Problem[]> {
  if (plan.watches.length === 0) return [];
  const { markets, terms } = trialMarket({ strategy: staged.name, params }, plan, 'mixed');
  const { folder, files } = await writeTapes(markets);
  try {
    const lab = sandboxLaboratory({ strategy: staged.name, params, markets: files, terms }, { strategies: staged.strategies });
    const played = { ...terms, markets: markets.map(playedMarket) };
    const { findings, fault } = await analyseWarmUp(lab, played, sources);
    if (fault) return [problem('fails', `${fault.hook} at ${new Date(fault.at).toISOString()}: ${fault.message}`, fault.line)];
    return findings.map(({ message, line }) => problem('warm-up', message, line));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
