import { badParameter, type Parameters } from './parameters';

export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface RangeRule {
  /** Market time now. */
  readonly now: number;
  /** What is shown when the client names no end, or only one. */
  readonly usual: number;
  /** The widest that a client may ask for. */
  readonly widest: number;
}

export const DAY = 86_400_000;
export const WEEK: Omit<RangeRule, 'now'> = { usual: 7 * DAY, widest: 7 * DAY };

/** The range of `startTime` and `endTime`: one end alone reaches the usual length, both together must not be too far apart. */
export function timeRange(parameters: Parameters, { now, usual, widest }: RangeRule): TimeRange {
  const [from, to] = [parameters.time('startTime'), parameters.time('endTime')];
  if (from === undefined && to === undefined) return { from: now - usual, to: Infinity };
  if (from === undefined) return { from: to! - usual, to: to! };
  if (to === undefined) return { from, to: from + usual };
  if (to < from) throw badParameter('params error: endTime must not be before startTime');
  if (to - from > widest) throw badParameter(`params error: the time range must not exceed ${widest / DAY} days`);
  return { from, to };
}
