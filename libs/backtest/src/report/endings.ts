import { formatTime } from '@libs/kernel';
import type { RunFault } from '../metrics/run-record';
import type { Report } from './report';

/** Something that cut a run short. */
export interface Ending {
  /** As in `ended early`; the time follows. */
  readonly what: string;
  /** Market time, epoch milliseconds. */
  readonly at: number;
  /** Hook and message of a fault; otherwise null. */
  readonly why: string | null;
}

/** What cut a run short, oldest first: faults, liquidations, the tests of a walk forward that failed, the end of its money. */
export function endingsOf({ fault, strategies, liquidated, walk, to }: Report): readonly Ending[] {
  const faults = strategies?.map((one) => faultEnding(`${one.label} ended early`, one.fault)) ?? [faultEnding('ended early', fault)];
  const tests = walk?.windows.map(({ test, winner }) => testEnding(test.from, winner?.fault)) ?? [];
  const money = walk && walk.windows.length < walk.asked ? { what: 'no equity left', at: to, why: null } : null;
  const endings = [...faults, ...tests, takenOver(liquidated), money].filter((one) => one !== null);
  return endings.sort((a, b) => a.at - b.at);
}

/** The first ending and the number of the others; null without one. */
export function endingText(report: Report): string | null {
  const [first, ...others] = endingsOf(report);
  if (first === undefined) return null;
  return `${first.what} ${formatTime(first.at)}${others.length === 0 ? '' : `, and ${others.length} more`}`;
}

function faultEnding(what: string, fault: RunFault | null | undefined): Ending | null {
  return fault ? { what, at: fault.at, why: `in ${fault.hook}: ${fault.message}` } : null;
}

function testEnding(from: number, why: string | null | undefined): Ending | null {
  return why ? { what: 'ended early in the test from', at: from, why } : null;
}

function takenOver(liquidated: Report['liquidated']): Ending | null {
  if (liquidated === undefined) return null;
  const { at, times } = liquidated;
  return { what: times === 1 ? 'liquidated' : `liquidated ${times} times, first`, at, why: null };
}
