import { INTERVALS, type Interval } from '@libs/kernel';
import type { StrategyBar } from '../strategy/protocol';

/** `from` is the interval of the input bars, `to` that of the output bars. */
export interface ResampleOptions {
  readonly from: Interval;
  readonly to: Interval;
  /** What to do with a bar that lacks some of its parts: drop it (default), or keep it. */
  readonly gaps?: 'drop' | 'keep';
}

/** State of the builder, as plain data. */
export interface ResampleState {
  readonly from: number;
  readonly to: number;
  readonly keepsGaps: boolean;
  /** Start of the last input bar; null before the first. */
  last: number | null;
  /** The incomplete bar, and the number of its parts. */
  forming: StrategyBar | null;
  parts: number;
  /** False for the first bar if it began before the first part. */
  whole: boolean;
}

const NONE: readonly StrategyBar[] = Object.freeze([]);

/**
 * Builds bars of a longer interval from closed bars of a shorter one, without look-ahead: a bar is returned by the update that adds its
 * last part, never before, and only once. Bars are aligned to UTC (a `4h` bar starts at 00:00, 04:00, …); open is that of the first part,
 * close that of the last, volume the sum.
 *
 * Gaps: the first bar is left out unless it began with its first part. A bar that lacks a part is dropped, because what happened in the gap
 * is unknown; with `gaps: 'keep'`, for venues that send no bar without trades, it is built from the existing parts. If its last part is
 * missing, it is returned with the first part after it, when its end is certain. An interval without any part gives no bar.
 *
 * @example
 * // state: () => ({ hourly: resample.create({ from: '5m', to: '1h' }), trend: ema.create(50) })
 * for (const hour of resample.update(ctx.state.hourly, bar)) ema.update(ctx.state.trend, hour.close);
 */
export const resample = Object.freeze({
  /** Throws a RangeError for an unknown interval, or a `to` that is not a larger multiple of `from`. */
  create({ from, to, gaps = 'drop' }: ResampleOptions): ResampleState {
    const [short, long] = [lengthOf(from), lengthOf(to)];
    if (long <= short || long % short !== 0) throw new RangeError(`bars of ${to} are not made of whole bars of ${from}`);
    return { from: short, to: long, keepsGaps: gaps === 'keep', last: null, forming: null, parts: 0, whole: false };
  },

  /**
   * Adds the next closed bar and returns the bars that it completes: usually none, one, or two after a gap. Throws a RangeError for a bar
   * that is not aligned to its interval, or not after the last one.
   */
  update(state: ResampleState, bar: StrategyBar): readonly StrategyBar[] {
    checkOrder(state, bar.start);
    const start = bar.start - (bar.start % state.to);
    const ended = state.forming !== null && state.forming.start !== start ? release(state) : null;
    take(state, bar, start);
    const complete = bar.start + state.from === start + state.to ? release(state) : null;
    if (ended === null) return complete === null ? NONE : [complete];
    return complete === null ? [ended] : [ended, complete];
  },
});

function lengthOf(interval: Interval): number {
  if (!Object.hasOwn(INTERVALS, interval))
    throw new RangeError(`${interval} is no interval; there are ${Object.keys(INTERVALS).join(' ')}`);
  return INTERVALS[interval];
}

function checkOrder({ from, last }: ResampleState, start: number): void {
  if (!Number.isSafeInteger(start) || start % from !== 0)
    throw new RangeError(`a bar starts at ${start}, which is not on its interval of ${from} ms`);
  if (last !== null && start <= last) throw new RangeError(`a bar starts at ${start}, not after the last one, ${last}`);
}

function take(state: ResampleState, bar: StrategyBar, start: number): void {
  const { forming } = state;
  if (forming === null) {
    const { open, high, low, close, volume } = bar;
    state.whole = state.last !== null || bar.start === start;
    state.forming = { start, open, high, low, close, volume };
    state.parts = 1;
  } else {
    const high = Math.max(forming.high, bar.high);
    const low = Math.min(forming.low, bar.low);
    state.forming = { ...forming, high, low, close: bar.close, volume: forming.volume + bar.volume };
    state.parts += 1;
  }
  state.last = bar.start;
}

/** The forming bar if it may be returned; it is finished either way. */
function release(state: ResampleState): StrategyBar | null {
  const { forming, whole, keepsGaps, parts, from, to } = state;
  state.forming = null;
  return whole && (keepsGaps || parts === to / from) ? forming : null;
}
