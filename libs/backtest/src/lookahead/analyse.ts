import type { BacktestTerms } from '../run/backtest';
import type { LookaheadAnalysis, Check, Finding, Sources } from './finding';
import { joinedLaboratory } from './joined-laboratory';
import { lookForHindsight } from './look-for-hindsight';
import { lookForMemory } from './look-for-memory';
import type { Fresh } from './look-for-memory';
import { lookForOrder } from './look-for-order';
import { RESTARTS_EVERY, lookForRestart } from './look-for-restart';
import { lookForRepaint } from './look-for-repaint';
import { lookForWarmUp } from './look-for-warm-up';
import type { Laboratory, Observation } from './observation';

/**
 * Finds everything that makes a backtest look better than live trading. A strategy cannot read the future through its context, so this
 * looks for the other ways: what survives a run, what is written in the code, what depends on the order of arrival, on where the data
 * begins, or on never being restarted, and what rewrites its past. `terms` are those that the laboratory plays.
 */
export async function analyseLookahead(lab: Laboratory, terms: BacktestTerms, sources: Sources): Promise<LookaheadAnalysis> {
  const [whole] = await lab([{ variant: { kind: 'whole' }, watchesState: true }]);
  if (!whole) throw new Error('the laboratory answered with no run');
  if (whole.fault) return faulted(whole, sources);
  const memory = await lookForMemory(lab, whole, sources);
  const first = checkOf('memory', memory.detail, memory.finding);
  if (memory.finding) {
    const rest = ['hindsight', 'arrival-order', 'restart', 'repaint', 'warm-up'];
    const waiting = rest.map((name): Check => ({ name, outcome: 'not-checked', detail: 'only if no run remembers another' }));
    return { findings: [memory.finding], checks: [first, ...waiting], fault: null };
  }
  // No run remembers another, so that what each of these wants to see at the same time is played in one process.
  const joined = joinedLaboratory(lab);
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
  const [whole] = await lab([{ variant: { kind: 'whole' } }]);
  if (!whole) throw new Error('the laboratory answered with no run');
  if (whole.fault) return faulted(whole, sources);
  const { findings, check } = await warmUp(lab, whole, terms, sources);
  return { findings, checks: [check], fault: null };
}

interface Looked {
  readonly findings: readonly Finding[];
  readonly check: Check;
}

async function hindsight(lab: Laboratory, whole: Observation, terms: BacktestTerms, sources: Sources): Promise<Looked> {
  const { findings, detail } = await lookForHindsight(lab, whole, terms, sources);
  return { findings, check: checkOf('hindsight', detail, ...findings) };
}

async function order(lab: Laboratory, whole: Observation, sources: Sources): Promise<Looked> {
  if (whole.plan.watches.length < 2)
    return { findings: [], check: { name: 'arrival-order', outcome: 'not-checked', detail: 'it watches only one series of bars' } };
  const finding = await lookForOrder(lab, whole, sources);
  return looked('arrival-order', 'simultaneous bars in reverse order', finding);
}

async function restart(lab: Laboratory, fresh: Fresh, sources: Sources): Promise<Looked> {
  const finding = await lookForRestart(lab, fresh, sources);
  return looked('restart', `state serialised after each event, and not; saved and loaded again every ${RESTARTS_EVERY} events`, finding);
}

async function repaint(lab: Laboratory, whole: Observation, sources: Sources): Promise<Looked> {
  const findings = await lookForRepaint(lab, whole, sources);
  return { findings, check: checkOf('repaint', 'series in the state, entry by entry', ...findings) };
}

async function warmUp(lab: Laboratory, whole: Observation, terms: BacktestTerms, sources: Sources): Promise<Looked> {
  if (whole.plan.watches.length === 0)
    return { findings: [], check: { name: 'warm-up', outcome: 'not-checked', detail: 'it watches no bars, so there is no history' } };
  const { finding, detail } = await lookForWarmUp(lab, whole, terms, sources);
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
