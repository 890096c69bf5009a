import type { Check, Finding } from '@libs/backtest';
import { formatTime } from '@libs/kernel';
import type { StrategyAnalysis } from '@libs/research';

const MARKS = { clean: 'clean', found: 'FOUND', 'not-checked': 'not checked' } as const;

/** For people: what was found with its line, then what was looked for. */
export function analysisText({ strategy, from, to, findings, checks, fault }: StrategyAnalysis): string {
  const span = `${strategy}, ${formatTime(from)} to ${formatTime(to)}`;
  if (fault) {
    const where = fault.line === null ? '' : ` (${fault.line})`;
    return `${span}: it failed in ${fault.hook} at ${timeText(fault.at)}: ${fault.message}${where}`;
  }
  const verdict = findings.length === 0 ? 'nothing found' : `${findings.length} found`;
  return [`${span}: ${verdict}`, ...findings.map(findingText), ...checks.map(checkText)].join('\n');
}

/** For programs: the same, times as text. */
export function analysisValue({ from, to, findings, fault, ...rest }: StrategyAnalysis): object {
  const timed = <Event extends { readonly at: number }>(event: Event): object => ({ ...event, at: timeText(event.at) });
  return { ...rest, from: timeText(from), to: timeText(to), findings: findings.map(timed), fault: fault && timed(fault) };
}

export function findingText({ kind, line, message }: Finding): string {
  return `${line ?? 'no line found'}: ${kind}: ${message}`;
}

function checkText({ name, outcome, detail }: Check): string {
  return `  ${name}: ${MARKS[outcome]} (${detail})`;
}

function timeText(at: number): string {
  return new Date(at).toISOString();
}
