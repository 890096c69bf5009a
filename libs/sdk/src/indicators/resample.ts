import { INTERVALS, type Interval } from '@libs/kernel';
import type { StrategyBar } from '../strategy/protocol';

/** `from` is the interval of the bars that come in, `to` that of the bars that come out. */
export interface ResampleOptions {
  readonly from: Interval;
  readonly to: Interval;
  /** What becomes of a bar that lacks some of its parts: dropped unless told, or kept as it is. */
  readonly gaps?: 'drop' | 'keep';
}

/** The builder as plain data. */
export interface ResampleState {
  readonly from: number;
  readonly to: number;
  readonly keepsGaps: boolean;
  /** Start of the last bar that came in; null before the first one. */
  last: number | null;
  /** The bar that is not complete yet, and of how many parts it is made. */
  forming: StrategyBar | null;
  parts: number;
  /** False for the first bar when it began before the first part. */
  whole: boolean;
}

const NONE: readonly StrategyBar[] = Object.freeze([]);

/**
 * Bars of a longer interval from closed bars of a shorter one, without look-ahead: a bar comes out with the update that brings its last
 * part, never before, and is not told of again. Bars are aligned to UTC (a `4h` bar starts at 00:00, 04:00, …); open is that of the first
 * part, close that of the last, volume the sum.
 *
 * Gaps: the first bar is left out unless it began with its first part. A bar that lacks a part is dropped, for nobody knows what happened
 * meanwhile; with `gaps: 'keep'`, for venues that send no bar when nothing is traded, it is made of the parts there are. If its last part
 * is missing it comes out with the first part after it, which is when its end is known. A span without any part gives no bar.
 *
 * @example
 * // state: () => ({ hourly: resample.create({ from: '5m', to: '1h' }), trend: ema.create(50) })
 * for (const hour of resample.update(ctx.state.hourly, bar)) ema.update(ctx.state.trend, hour.close);
 */
export const resample = Object.freeze({
  /** An unknown interval, or a `to` that is no multiple of `from` above it, throws a RangeError. */
  create({ from, to, gaps = 'drop' }: ResampleOptions): ResampleState {
    const [short, long] = [lengthOf(from), lengthOf(to)];
    if (long <= short || long % short !== 0) throw new RangeError(`bars of ${to} are not made of whole bars of ${from}`);
    return { from: short, to: long, keepsGaps: gaps === 'keep', last: null, forming: null, parts: 0, whole: false };
  },

  /**
   * Takes in the next closed bar and returns the bars that are complete with it: none mostly, one, or after a gap two. A bar that does not
   * start on its interval, or not after the last one, throws a RangeError.
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

/** The forming bar when it may be told of; it is over either way. */
function release(state: ResampleState): StrategyBar | null {
  const { forming, whole, keepsGaps, parts, from, to } = state;
  state.forming = null;
  return whole && (keepsGaps || parts === to / from) ? forming : null;
}
