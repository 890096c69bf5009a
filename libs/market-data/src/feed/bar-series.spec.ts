import { Decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { BarSeries } from './bar-series';

const one = Decimal.ONE;

function bar(minute: number): Bar {
  return { start: minute * 60_000, open: one, high: one, low: one, close: one, volume: one };
}

describe('a series of bars', () => {
  let given: number[];
  let asked: number;
  let answer: Promise<readonly Bar[]>;

  function series(after: number | null): BarSeries {
    const fetch = (): Promise<readonly Bar[]> => {
      asked += 1;
      return answer;
    };
    return new BarSeries('1m', after === null ? null : after * 60_000, fetch, ({ start }) => given.push(start / 60_000));
  }

  beforeEach(() => {
    given = [];
    asked = 0;
    answer = Promise.resolve([1, 2, 3, 4].map(bar));
  });

  it('gives each bar once, whatever the stream repeats', async () => {
    const bars = series(null);
    for (const minute of [1, 1, 2, 1, 3, 2]) await bars.add(bar(minute));
    expect(given).toEqual([1, 2, 3]);
    expect(asked).toBe(0);
  });

  it('fills a hole before the bar that showed it', async () => {
    const bars = series(1);
    await bars.add(bar(5));
    expect(given).toEqual([2, 3, 4, 5]);
  });

  it('fills what was missed while away and holds later bars back meanwhile', async () => {
    let release: (bars: readonly Bar[]) => void = () => undefined;
    answer = new Promise((resolve) => (release = resolve));
    const bars = series(1);
    const filled = bars.fill();
    await bars.add(bar(5));
    expect(given).toEqual([]);
    release([2, 3, 4].map(bar));
    await filled;
    expect(given).toEqual([2, 3, 4, 5]);
  });

  it('lets later bars through when the hole cannot be filled, and says so', async () => {
    answer = Promise.reject(new Error('HTTP 503'));
    const bars = series(1);
    await expect(bars.add(bar(5))).rejects.toThrow('HTTP 503');
    expect(given).toEqual([5]);
  });
});
