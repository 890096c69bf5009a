import { duration, type DurationText } from '../strategy/duration';
import type { StrategyBar } from '../strategy/protocol';
import { typicalPrice, type HighLowCloseVolume } from './bar-parts';
import { checkLength } from './rolling/check-length';
import { addTo, noSum, totalOf, type CompensatedSum } from './rolling/compensated-sum';
import { rollingSum, slideSum, type RollingSum } from './rolling/rolling-sum';

type TimedBar = Pick<StrategyBar, 'start'> & HighLowCloseVolume;

interface Traded {
  readonly money: CompensatedSum;
  readonly volume: CompensatedSum;
  value: number | null;
}

/** Length of a session, and the offset of the first session of a day from midnight UTC. */
export interface SessionVwapOptions {
  readonly session?: DurationText;
  readonly offset?: DurationText;
}

/** State of a session VWAP, as plain data; durations in milliseconds. */
export interface SessionVwapState extends Traded {
  readonly session: number;
  readonly offset: number;
  /** Number of the session since the epoch; null before the first bar. */
  current: number | null;
}

/** State of an anchored VWAP, as plain data. */
export interface AnchoredVwapState extends Traded {
  readonly anchor: number;
}

/** State of a rolling VWAP, as plain data. */
export interface RollingVwapState {
  readonly money: RollingSum;
  readonly volume: RollingSum;
  value: number | null;
}

/**
 * Volume-weighted average price since the session began: Σ typical · volume / Σ volume with the typical price (high + low + close) / 3. In
 * price; null while the session has no volume. A session is the UTC day by default; a bar belongs to the session of its `start`, and the
 * first bar of a session resets the average. A strategy that starts within a session lacks its earlier bars: let the warm-up cover one
 * session. Source: https://school.stockcharts.com/doku.php?id=technical_indicators:vwap_intraday.
 *
 * @example
 * const state = sessionVwap.create({ session: '8h', offset: '90m' }); // from 01:30, 09:30 and 17:30 UTC on
 * const average = sessionVwap.update(state, bar);
 */
export const sessionVwap = Object.freeze({
  /** Throws a RangeError for a session that is not a duration above 0, or an offset outside 0 ≤ offset < session. */
  create(options: SessionVwapOptions = {}): SessionVwapState {
    const session = duration(options.session ?? '1d');
    const offset = duration(options.offset ?? '0ms');
    checkLength('session', session);
    if (offset >= session) throw new RangeError(`offset is ${offset} and session is ${session}; offset must be below session`);
    return { session, offset, current: null, money: noSum(), volume: noSum(), value: null };
  },

  /** Adds the next closed bar and returns the new average, or null if there is none. */
  update(state: SessionVwapState, bar: TimedBar): number | null {
    const session = Math.floor((bar.start - state.offset) / state.session);
    if (session !== state.current) {
      state.current = session;
      state.money.sum = state.money.lost = state.volume.sum = state.volume.lost = 0;
    }
    return trade(state, bar);
  },
});

/**
 * Volume-weighted average price since a moment, such as a low or an announcement: Σ typical · volume / Σ volume over all bars that start at
 * `anchor` or later. In price; null before it and while there is no volume. Source:
 * https://school.stockcharts.com/doku.php?id=technical_indicators:anchored_vwap.
 *
 * @example
 * const state = anchoredVwap.create(Date.UTC(2026, 0, 1));
 * const average = anchoredVwap.update(state, bar);
 */
export const anchoredVwap = Object.freeze({
  /** `anchor` is in epoch milliseconds, a whole number of at least 0; otherwise throws a RangeError. */
  create(anchor: number): AnchoredVwapState {
    checkLength('anchor', anchor, 0);
    return { anchor, money: noSum(), volume: noSum(), value: null };
  },

  /** Adds the next closed bar and returns the new average, or null if there is none. */
  update(state: AnchoredVwapState, bar: TimedBar): number | null {
    return bar.start < state.anchor ? null : trade(state, bar);
  },
});

/**
 * Volume-weighted average price of the last `period` bars: Σ typical · volume / Σ volume. In price; first result at bar `period`. Null also
 * if none of them has volume. Source: as `sessionVwap`, over a window instead of a session.
 *
 * @example
 * const state = rollingVwap.create(96); // a day of 15m bars, whenever it is
 * const average = rollingVwap.update(state, bar);
 */
export const rollingVwap = Object.freeze({
  /** `period` is in bars, a whole number of at least 1; otherwise throws a RangeError. */
  create(period: number): RollingVwapState {
    checkLength('period', period);
    return { money: rollingSum(period), volume: rollingSum(period), value: null };
  },

  /** Adds the next closed bar and returns the new average, or null if there is none. */
  update(state: RollingVwapState, bar: HighLowCloseVolume): number | null {
    const money = slideSum(state.money, typicalPrice(bar) * bar.volume);
    const volume = slideSum(state.volume, bar.volume);
    return (state.value = money === null || volume === null || volume === 0 ? null : money / volume);
  },
});

function trade(state: Traded, bar: HighLowCloseVolume): number | null {
  addTo(state.money, typicalPrice(bar) * bar.volume);
  addTo(state.volume, bar.volume);
  const volume = totalOf(state.volume);
  return (state.value = volume === 0 ? null : totalOf(state.money) / volume);
}
