import { VWAP } from 'trading-signals';
import { expectAgreement } from '../../../../tests/support/indicators/agreement';
import { overWindows, sum } from '../../../../tests/support/indicators/naive';
import { SERIES } from '../../../../tests/support/indicators/series';
import { indicatorTrial } from '../../../../tests/support/indicators/trial';
import { duration } from '../strategy/duration';
import type { StrategyBar } from '../strategy/protocol';
import { anchoredVwap, rollingVwap, sessionVwap, type SessionVwapOptions } from './vwap';

const DAY = 86_400_000;
const MINUTE = 60_000;

const at = (start: number, price: number, volume: number) => ({ start, high: price + 1, low: price - 1, close: price, volume });

describe('sessionVwap', () => {
  it('weighs typical prices with their volume and begins anew with the UTC day', () => {
    const state = sessionVwap.create();
    const bars = [at(DAY - MINUTE, 10, 1), at(DAY, 20, 1), at(DAY + MINUTE, 40, 3), at(2 * DAY - MINUTE, 0, 1), at(2 * DAY, 7, 2)];
    expect(bars.map((bar) => sessionVwap.update(state, bar))).toEqual([10, 20, 35, 28, 7]);
  });

  it('takes sessions of any length and offset', () => {
    const state = sessionVwap.create({ session: '8h', offset: '90m' }); // 01:30, 09:30 and 17:30 UTC
    const bars = [
      at(DAY + 89 * MINUTE, 10, 1),
      at(DAY + 90 * MINUTE, 20, 1),
      at(DAY + 9 * 60 * MINUTE, 30, 1),
      at(DAY + 570 * MINUTE, 5, 1),
    ];
    expect(bars.map((bar) => sessionVwap.update(state, bar))).toEqual([10, 20, 25, 5]);
  });

  it('is null until something is traded', () => {
    const state = sessionVwap.create();
    expect([at(0, 10, 0), at(MINUTE, 20, 1)].map((bar) => sessionVwap.update(state, bar))).toEqual([null, 20]);
  });

  it.each([{ session: '0m' }, { session: 30 }, { offset: 0 }, { session: '10m', offset: '10m' }])('does not take %p', (options) => {
    expect(() => sessionVwap.create(options as SessionVwapOptions)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [{ session: '1m' }, { session: '7m', offset: '3m' }, { session: '1d', offset: '0m' }] as const,
    create: sessionVwap.create,
    update: sessionVwap.update,
    naive: (bars, { session, offset = '0m' }) => {
      const numberOf = (bar: StrategyBar): number => Math.floor((bar.start - duration(offset)) / duration(session));
      return bars.map((bar, index) => priceOf(bars.slice(0, index + 1).filter((other) => numberOf(other) === numberOf(bar))));
    },
    memory: ({ session }) => duration(session) / MINUTE,
  });
});

describe('anchoredVwap', () => {
  it('counts from the anchor on', () => {
    const state = anchoredVwap.create(DAY);
    const bars = [at(DAY - 1, 10, 1), at(DAY, 20, 1), at(DAY + MINUTE, 40, 3)];
    expect(bars.map((bar) => anchoredVwap.update(state, bar))).toEqual([null, 20, 35]);
  });

  // It gives no value for a bar without volume, we the last one.
  it.each(SERIES)('agrees with trading-signals on %s', (_, bars) => {
    const [state, peer] = [anchoredVwap.create(0), new VWAP()];
    expectAgreement(
      bars.map((bar) => anchoredVwap.update(state, bar)),
      bars.map((bar) => peer.add(bar)),
    );
  });

  it.each([-1, 1.5, NaN])('has no anchor %p', (anchor) => {
    expect(() => anchoredVwap.create(anchor)).toThrow(RangeError);
  });

  it('is exact after a million bars of tenths', () => {
    const state = anchoredVwap.create(0);
    for (let n = 0; n < 500_000; n += 1) {
      anchoredVwap.update(state, at(n, 10, 0.1));
      anchoredVwap.update(state, at(n, 20, 0.3));
    }
    expect(state.value).toBe(17.5);
  });

  const START = Date.UTC(2026, 0, 1);
  indicatorTrial({
    options: [0, START + 5 * MINUTE],
    create: anchoredVwap.create,
    update: anchoredVwap.update,
    naive: (bars, anchor) => bars.map((_, index) => priceOf(bars.slice(0, index + 1).filter(({ start }) => start >= anchor))),
  });
});

describe('rollingVwap', () => {
  it('is the average of the last bars only', () => {
    const state = rollingVwap.create(2);
    expect([at(0, 10, 1), at(1, 20, 1), at(2, 40, 3)].map((bar) => rollingVwap.update(state, bar))).toEqual([null, 15, 35]);
  });

  it.each([0, -1, 1.5, NaN])('has no period %p', (period) => {
    expect(() => rollingVwap.create(period)).toThrow(RangeError);
  });

  indicatorTrial({
    options: [1, 2, 14],
    create: rollingVwap.create,
    update: rollingVwap.update,
    naive: (bars, period) => overWindows(bars, period, priceOf),
    memory: (period) => period,
  });
});

function priceOf(bars: readonly StrategyBar[]): number | null {
  const volume = sum(bars.map((bar) => bar.volume));
  return volume === 0 ? null : sum(bars.map(({ high, low, close, volume: traded }) => ((high + low + close) / 3) * traded)) / volume;
}
