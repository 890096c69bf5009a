import type { BacktestTerms } from '../run/backtest';
import type { LookaheadAnalysis, Check, Finding, Sources } from './finding';
import { joinedPlay } from './joined-play';
import { lookForHindsight } from './look-for-hindsight';
import { lookForMemory } from './look-for-memory';
import type { Fresh, Processes } from './look-for-memory';
import { lookForOrder } from './look-for-order';
import { RESTARTS_EVERY, lookForRestart } from './look-for-restart';
import { lookForRepaint } from './look-for-repaint';
import { lookForWarmUp } from './look-for-warm-up';
import { freshly } from './observation';
import type { Laboratory, Observation, Play } from './observation';

/**
 * Finds everything that makes a backtest look better than live trading. A strategy cannot read the future through its context, so this
 * looks for the other ways: what survives a run, what is written in the code, what depends on the order of arrival, on where the data
 * begins, or on never being restarted, and what rewrites its past. `terms` are those that the laboratory plays.
 */
export async function analyseLookahead(lab: Laboratory, terms: BacktestTerms, sources: Sources): Promise<LookaheadAnalysis> {
  const fresh = freshly(lab);
  const [whole] = await fresh([{ variant: { kind: 'whole' }, watchesState: true }]);
  if (!whole) throw new Error('the laboratory answered with no run');
  if (whole.fault) return faulted(whole, sources);
  const bench = lab();
  try {
    return await compared({ fresh, kept: bench.play }, whole, terms, sources);
  } finally {
    bench.close();
  }
}

async function compared(processes: Processes, whole: Observation, terms: BacktestTerms, sources: Sources): Promise<LookaheadAnalysis> {
  const memory = await lookForMemory(processes, whole, sources);
  const first = checkOf('memory', memory.detail, memory.finding);
  if (memory.finding) {
    const rest = ['hindsight', 'arrival-order', 'restart', 'repaint', 'warm-up'];
    const waiting = rest.map((name): Check => ({ name, outcome: 'not-checked', detail: 'only if no run remembers another' }));
    return { findings: [memory.finding], checks: [first, ...waiting], fault: null };
  }
  // No run remembers another, so the process goes on: a new one would have to load and compile everything again.
  const joined = joinedPlay(processes.kept);
  const others = await Promise.all([
    hindsight(joined, whole, terms, sources),
    order(joined, whole, sources),
    restart(joined, { whole, unsealed: memory.unsealed }, sources),
    repaint(joined, whole, sources),
    warmUp(joined, whole, terms, sources),
  ]);
  return { findings: others.flatMap(({ findings }) => findings), checks: [first, ...others.map(({ check }) => check)], fault: null };
}

/** Checks only whether the strategy's warm-up is long enough. */
export async function analyseWarmUp(lab: Laboratory, terms: BacktestTerms, sources: Sources): Promise<LookaheadAnalysis> {
  const fresh = freshly(lab);
  const [whole] = await fresh([{ variant: { kind: 'whole' } }]);
  if (!whole) throw new Error('the laboratory answered with no run');
  if (whole.fault) return faulted(whole, sources);
  const { findings, check } = await warmUp(fresh, whole, terms, sources);
  return { findings, checks: [check], fault: null };
}

interface Looked {
  readonly findings: readonly Finding[];
  readonly check: Check;
}

async function hindsight(play: Play, whole: Observation, terms: BacktestTerms, sources: Sources): Promise<Looked> {
  const { findings, detail } = await lookForHindsight(play, whole, terms, sources);
  return { findings, check: checkOf('hindsight', detail, ...findings) };
}

async function order(play: Play, whole: Observation, sources: Sources): Promise<Looked> {
  if (whole.plan.watches.length < 2)
    return { findings: [], check: { name: 'arrival-order', outcome: 'not-checked', detail: 'it watches only one series of bars' } };
  const finding = await lookForOrder(play, whole, sources);
  return looked('arrival-order', 'simultaneous bars in reverse order', finding);
}

async function restart(play: Play, fresh: Fresh, sources: Sources): Promise<Looked> {
  const finding = await lookForRestart(play, fresh, sources);
  return looked('restart', `state serialised after each event, and not; saved and loaded again every ${RESTARTS_EVERY} events`, finding);
}

async function repaint(play: Play, whole: Observation, sources: Sources): Promise<Looked> {
  const findings = await lookForRepaint(play, whole, sources);
  return { findings, check: checkOf('repaint', 'series in the state, entry by entry', ...findings) };
}

async function warmUp(play: Play, whole: Observation, terms: BacktestTerms, sources: Sources): Promise<Looked> {
  if (whole.plan.watches.length === 0)
    return { findings: [], check: { name: 'warm-up', outcome: 'not-checked', detail: 'it watches no bars, so there is no history' } };
  const { finding, detail } = await lookForWarmUp(play, whole, terms, sources);
  if (detail !== null) return looked('warm-up', detail, finding);
  const wanted = 2 * Math.max(100, whole.plan.warmUpBars) + 60;
  return { findings: [], check: { name: 'warm-up', outcome: 'not-checked', detail: `the data is too short; it takes ${wanted} bars` } };
}

function looked(name: string, detail: string, finding: Finding | null): Looked {
  return { findings: finding ? [finding] : [], check: checkOf(name, detail, finding) };
}

function checkOf(name: string, detail: string, ...findings: readonly (Finding | null)[]): Check {
  return { name, outcome: findings.some((finding) => finding !== null) ? 'found' : 'clean', detail };
}

function faulted({ fault }: Observation, sources: Sources): LookaheadAnalysis {
  const { hook, at, message, stack } = fault!;
  return { findings: [], checks: [], fault: { hook, at, message, line: sources.locate(stack) } };
}
