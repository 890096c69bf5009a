import type { TimeSpan } from './history-store';
import type { FundingSettlement } from './series';

/** No exchange has a longer funding interval. */
export const LONGEST_FUNDING = 8 * 3_600_000;

/** A pause this many times as long as those around it is not a change of interval: something is missing. */
const TOO_LONG = 1.5;

/**
 * The gaps between settlements in a span, oldest first. Also pass those of `LONGEST_FUNDING` before and after it: their interval shows
 * whether one is missing at either end.
 */
export function fundingGaps(settlements: readonly Pick<FundingSettlement, 'at'>[], { from, to }: TimeSpan): readonly TimeSpan[] {
  const times = settlements.map(({ at }) => at);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return [{ from, to }];
  const pauses = times.slice(1).map((at, index) => at - times[index]!);
  const gaps: TimeSpan[] = [];
  if (first - paceOf(pauses[0]) > from) gaps.push({ from, to: first });
  for (const [index, pause] of pauses.entries()) {
    const usual = Math.min(LONGEST_FUNDING, Math.max(pauses[index - 1] ?? Infinity, pauses[index + 1] ?? Infinity));
    if (pause > TOO_LONG * usual) gaps.push({ from: times[index]!, to: times[index + 1]! });
  }
  if (last + paceOf(pauses.at(-1)) < to) gaps.push({ from: last, to });
  return gaps.filter((gap) => gap.to > from && gap.from < to).map((gap) => ({ from: Math.max(gap.from, from), to: Math.min(gap.to, to) }));
}

/** A single settlement shows no interval. */
function paceOf(pause: number | undefined): number {
  return Math.min(pause ?? 0, LONGEST_FUNDING);
}
