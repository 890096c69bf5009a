import type { TimeSpan } from './history-store';
import type { FundingSettlement } from './series';

/** No exchange lets more time pass between two settlements. */
export const LONGEST_FUNDING = 8 * 3_600_000;

/** So many times as long as those around it, a pause is no change of the pace: something is missing. */
const TOO_LONG = 1.5;

/**
 * Where settlements are missing in a span, oldest first; none where all are there. Pass also those of `LONGEST_FUNDING` before and after
 * it: from their pace follows whether there was one between the first or last and the end of the span.
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

/** Of one settlement alone no pace follows. */
function paceOf(pause: number | undefined): number {
  return Math.min(pause ?? 0, LONGEST_FUNDING);
}
