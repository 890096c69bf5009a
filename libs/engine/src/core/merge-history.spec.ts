import { INTERVALS } from '@libs/kernel';
import type { Interval } from '@libs/kernel';
import { partsInTime } from './merge-history';

const series = (interval: Interval, ...starts: number[]): Parameters<typeof partsInTime>[0][number] => ({
  symbol: 'BTC/USDT',
  interval,
  bars: starts.map((n) => ({ start: n * 60_000, open: '1', high: '1', low: '1', close: '1', volume: '1' })),
});
const words = (parts: ReturnType<typeof partsInTime>): string[] =>
  parts.map((part) => part.map(({ interval, bars }) => `${interval} ${bars.map(({ start }) => start / 60_000).join()}`).join(' + '));

describe('partsInTime', () => {
  it('keeps what is little in one part, in the order of the watches', () => {
    expect(words(partsInTime([series('5m', 0, 5), series('1m', 3, 4)], 4))).toEqual(['5m 0,5 + 1m 3,4']);
  });

  it('cuts what is much by the time of the closes, so that nothing of a part closes before the one before', () => {
    const parts = partsInTime([series('1m', 0, 1, 2, 3, 4, 5), series('5m', 0)], 4);
    expect(words(parts)).toEqual(['1m 0,1,2,3', '1m 4,5 + 5m 0']);
    const closes = parts.map((part) => part.flatMap(({ interval, bars }) => bars.map(({ start }) => start + INTERVALS[interval])));
    expect(Math.max(...closes[0]!)).toBeLessThanOrEqual(Math.min(...closes[1]!));
  });

  it('cuts what closes together in the order of the watches', () => {
    expect(words(partsInTime([series('1m', 4, 9), series('5m', 0, 5)], 3))).toEqual(['1m 4,9 + 5m 0', '5m 5']);
  });

  it('cuts the bars of one watch too', () => {
    expect(words(partsInTime([series('1m', 0, 1, 2)], 2))).toEqual(['1m 0,1', '1m 2']);
  });

  it('has no part for nothing', () => {
    expect(partsInTime([series('1m'), series('5m')], 2)).toEqual([]);
    expect(words(partsInTime([series('1m'), series('5m', 0)], 2))).toEqual(['5m 0']);
  });
});
