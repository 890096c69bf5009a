import { rm } from 'node:fs/promises';
import {
  MARKET_WORDS,
  analyseLookahead,
  batchesIn,
  type Claim,
  type LookaheadAnalysis,
  type MarketKind,
  type RecordedSignal,
} from '@libs/backtest';
import {
  BacktestFailed,
  BacktestRefused,
  UnusableStrategy,
  askStrategies,
  backtestInSandbox,
  sandboxLaboratory,
  stageStrategy,
  strategySources,
} from '@libs/plugin-host';
import type { SandboxedRun, StagedStrategy, StrategyFolder } from '@libs/plugin-host';
import { defined } from '@libs/kernel';
import type { StrategyPlan } from '@libs/sdk';
import { checkHeard } from '../backtest/backtest-spec';
import type { PreparedBacktest } from '../backtest/prepare';
import { checkBacktest } from '../backtest/run-backtest-job';
import { playedMarket } from '../backtest/stored-market';
import { writeTapes, type TapeFiles } from '../backtest/tape-files';
import { ClaimDiffers } from '../refusals';
import { problem, type Problem } from './problem';
import { testParams } from './test-params';
import { trialKinds, trialMarket } from './trial-markets';

/** Milliseconds without a sign of progress; then the run is played once more, watched, in which each hook has so long. */
const DEADLINE = 2_000;

/** One market that was played. */
export interface MarketRun {
  readonly market: MarketKind;
  /** What that market does, in words. */
  readonly what: string;
  readonly bars: number;
  /** Moments of its books and trades, where it has them. */
  readonly moments?: number;
  readonly fills: number;
  readonly fillHash: string;
}

/** What a test is told of besides the strategy. */
export interface TestGiven {
  /** Parameters; those without a default must be there. */
  readonly params: Readonly<Record<string, unknown>>;
  /** For `onSignal`, oldest first; the markets lie where they do. */
  readonly signals?: readonly RecordedSignal[] | undefined;
}

export interface StrategyTestResult {
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly runs: readonly MarketRun[];
  /** Whether it has an `onSignal` hook. */
  readonly hearsSignals: boolean;
  /** How many were given and how many of them lie in the time that was played; null where none were asked for. */
  readonly signals: { readonly given: number; readonly told: number; readonly until: string } | null;
  readonly lookahead: LookaheadAnalysis | null;
  readonly problems: readonly Problem[];
}

/**
 * Plays generated markets to a strategy, ordinary and bad ones, each twice: it must not fail, must leave a state that can be kept after each
 * event, must do the same again, and must do what a core outside of the sandbox comes to as well. Then it looks for look-ahead and for a state
 * that a restart loses.
 */
export async function testStrategy(folder: StrategyFolder, given: TestGiven): Promise<StrategyTestResult> {
  const { name } = folder;
  let staged: StagedStrategy;
  try {
    staged = stageStrategy(folder);
  } catch (error) {
    if (!(error instanceof UnusableStrategy)) throw error;
    return { strategy: name, params: given.params, ...NOTHING_PLAYED, problems: [problem('syntax', error.message)] };
  }
  try {
    return { strategy: name, ...(await testStaged(staged, given)) };
  } finally {
    staged.remove();
  }
}

const NOTHING_PLAYED = { runs: [], hearsSignals: false, signals: null, lookahead: null } as const;

async function testStaged(staged: StagedStrategy, { params: given, signals }: TestGiven): Promise<Omit<StrategyTestResult, 'strategy'>> {
  const { params, plan, problems } = await plannedIn(staged, given);
  if (!plan) return { params, ...NOTHING_PLAYED, problems };
  checkHeard({ ...(signals && { signals }) }, [plan]);
  const subject = { strategy: staged.name, params, signals };
  const usual = trialMarket(subject, plan, 'mixed');
  const runs: MarketRun[] = [];
  for (const kind of trialKinds(plan)) {
    const played = await inMarket(staged, trialMarket(subject, plan, kind), kind);
    if (played.run) runs.push(played.run);
    problems.push(...played.problems);
    if (!played.isDead) continue;
    const message = 'the other markets were not played, since a hook took its process down';
    problems.push({ ...problem('not-played', message), severity: 'warning' });
    break;
  }
  if (runs.length > 0 && runs.every(({ fills }) => fills === 0))
    problems.push({ ...problem('no-trade', 'it traded in none of the generated markets, so little is tested'), severity: 'warning' });
  const looked = problems.some(({ rule }) => rule === 'fails') ? NOT_LOOKED : await lookAhead(staged, usual);
  problems.push(...looked.problems);
  const told = { hearsSignals: plan.hears?.includes('signal') ?? false, signals: signals ? toldIn(usual, signals) : null };
  return { params, runs, ...told, lookahead: looked.lookahead, problems };
}

function toldIn({ markets }: PreparedBacktest, signals: readonly RecordedSignal[]): StrategyTestResult['signals'] {
  const until = Math.min(...markets.map(({ tape }) => tape.series.end));
  const told = signals.filter(({ at }) => at <= until).length;
  return { given: signals.length, told, until: new Date(until).toISOString() };
}

interface Planned {
  readonly params: Readonly<Record<string, unknown>>;
  readonly plan: StrategyPlan | null;
  readonly problems: Problem[];
}

async function plannedIn({ name, strategies }: StagedStrategy, given: Readonly<Record<string, unknown>>): Promise<Planned> {
  return askStrategies(strategies, async (asked) => {
    const described = await asked.describe(name);
    if (!described.ok) return { params: given, plan: null, problems: [problem('definition', described.message)] };
    const params = testParams(described.description, given);
    const planned = await asked.describe(name, params);
    if (!planned.ok) return { params, plan: null, problems: [problem('definition', planned.message)] };
    if (planned.plan?.ok) return { params, plan: planned.plan.plan, problems: [] };
    return { params, plan: null, problems: (planned.plan?.problems ?? []).map(({ message }) => problem('parameters', message)) };
  });
}

interface Played {
  readonly run: MarketRun | null;
  readonly problems: readonly Problem[];
  /** Whether a hook did not come back, or took all memory, which would be the same in each market and takes its time. */
  readonly isDead?: boolean;
}

async function inMarket(staged: StagedStrategy, prepared: PreparedBacktest, kind: MarketKind): Promise<Played> {
  return withTapes(prepared, async ({ files }) => {
    const subject = { strategy: staged.name, params: prepared.spec.params };
    const order = { strategies: [subject], markets: files, terms: prepared.terms, isSealing: true };
    const options = { strategies: staged.strategies, deadline: DEADLINE };
    const where = `in a market that ${MARKET_WORDS[kind]}`;
    try {
      const first = await backtestInSandbox(order, options);
      const { fault } = claimOf(first);
      if (fault) return { run: null, problems: [failed(fault, sayWhen(first, where))], isDead: isDead(first) };
      const again = await backtestInSandbox(order, options);
      const { result } = checkBacktest(prepared, first);
      const length = { bars: first.bars, ...defined({ moments: momentsIn(prepared) }) };
      const run = { market: kind, what: MARKET_WORDS[kind], ...length, fills: result.fills.length, fillHash: first.fillHash };
      const isSame = JSON.stringify(claimOf(again)) === JSON.stringify(claimOf(first)) && again.fillHash === first.fillHash;
      return { run, problems: isSame ? [] : [problem('not-the-same', `run twice ${where} it gives other orders the second time`)] };
    } catch (error) {
      if (error instanceof BacktestRefused) return { run: null, problems: [problem('refused', `${error.message}, ${where}`)] };
      if (error instanceof BacktestFailed) return { run: null, problems: [problem('fails', `${error.message}, ${where}`)], isDead: true };
      if (error instanceof ClaimDiffers) return { run: null, problems: [problem('claim', `${error.message} (${where})`)] };
      throw error;
    }
  });
}

function momentsIn({ markets }: PreparedBacktest): number | undefined {
  const tapes = markets.flatMap(({ events }) => events ?? []);
  return tapes.length === 0 ? undefined : tapes.reduce((sum, tape) => sum + batchesIn(tape), 0);
}

const LINE_AT_END = /^(.*) \(([^()\s]+:\d+)\)$/s;

function claimOf({ strategies }: SandboxedRun): Claim {
  return strategies[0]!.claim;
}

function isDead({ trouble }: SandboxedRun): boolean {
  return trouble !== undefined && trouble !== 'bare-throw';
}

function sayWhen({ strategies }: SandboxedRun, where: string): string {
  const { faultAt } = strategies[0]!;
  return faultAt === null ? where : `at ${new Date(faultAt).toISOString()} ${where}`;
}

function failed({ hook, message }: NonNullable<Claim['fault']>, where: string): Problem {
  const { text, line } = lineApart(message);
  return problem('fails', `${hook} failed ${where}: ${text}`, line);
}

function lineApart(message: string): { readonly text: string; readonly line: string | null } {
  const [, text = message, line = null] = LINE_AT_END.exec(message) ?? [];
  return { text, line };
}

interface Looked {
  readonly lookahead: LookaheadAnalysis | null;
  readonly problems: readonly Problem[];
}

const NOT_LOOKED: Looked = { lookahead: null, problems: [] };

async function lookAhead(staged: StagedStrategy, prepared: PreparedBacktest): Promise<Looked> {
  try {
    const lookahead = await analysed(staged, prepared);
    return { lookahead, problems: lookahead.findings.map(({ kind, message, line }) => problem(kind, message, line)) };
  } catch (error) {
    // Only here it is saved and loaded, so its process may die here although it did not before.
    if (!(error instanceof BacktestFailed)) throw error;
    const { text, line } = lineApart(error.message);
    return { lookahead: null, problems: [problem('fails', text, line)] };
  }
}

async function analysed(staged: StagedStrategy, prepared: PreparedBacktest): Promise<LookaheadAnalysis> {
  return withTapes(prepared, ({ files }) => {
    const order = { strategy: staged.name, params: prepared.spec.params, markets: files, terms: prepared.terms };
    const lab = sandboxLaboratory(order, { strategies: staged.strategies, deadline: DEADLINE });
    const markets = prepared.markets.map(playedMarket);
    return analyseLookahead(lab, { ...prepared.terms, markets }, strategySources(staged.name, staged.strategies));
  });
}

async function withTapes<T>({ markets }: PreparedBacktest, work: (tapes: TapeFiles) => Promise<T>): Promise<T> {
  const tapes = await writeTapes(markets);
  try {
    return await work(tapes);
  } finally {
    await rm(tapes.folder, { recursive: true, force: true });
  }
}
