import { Decimal, decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { BarSeries, HoleInBars } from './bar-series';

const one = Decimal.ONE;

function bar(minute: number): Bar {
  return { start: minute * 60_000, open: one, high: one, low: one, close: one, volume: one };
}

function bars(from: number, to: number): readonly Bar[] {
  return Array.from({ length: to - from + 1 }, (_, index) => bar(from + index));
}

describe('a series of bars', () => {
  let given: number[];
  let corrected: string[];
  let asked: (readonly [limit: number, end: number | undefined])[];
  let answer: (limit: number, end?: number) => Promise<readonly Bar[]>;

  function series(after: number | null): BarSeries {
    const fetch = (limit: number, end?: number): Promise<readonly Bar[]> => {
      asked.push([limit, end === undefined ? undefined : end / 60_000]);
      return answer(limit, end);
    };
    return new BarSeries('1m', after === null ? null : after * 60_000, fetch, {
      emit: ({ start }) => given.push(start / 60_000),
      corrected: ({ start, close }) => corrected.push(`${start / 60_000} ${close}`),
    });
  }

  beforeEach(() => {
    given = [];
    corrected = [];
    asked = [];
    answer = async () => bars(1, 4);
  });

  it('gives each bar once, whatever the stream repeats', async () => {
    const all = series(null);
    for (const minute of [1, 1, 2, 1, 3, 2]) await all.add(bar(minute));
    expect(given).toEqual([1, 2, 3]);
    expect(asked).toEqual([]);
  });

  it('lets the first confirmation of a bar stand and says that it was corrected', async () => {
    const all = series(null);
    await all.add(bar(1));
    await all.add({ ...bar(1), close: decimal('2') });
    expect([given, corrected]).toEqual([[1], ['1 2']]);
  });

  it('fills a hole before the bar that showed it', async () => {
    const all = series(1);
    await all.add(bar(5));
    expect(given).toEqual([2, 3, 4, 5]);
  });

  it('fills a hole of more bars than a page holds', async () => {
    answer = async (limit, end) => (end === undefined ? bars(2_001, 3_000) : bars(end / 60_000 - limit + 1, end / 60_000));
    const all = series(500);
    await all.add(bar(3_001));
    expect(given).toEqual(bars(501, 3_001).map(({ start }) => start / 60_000));
    expect(asked).toEqual([
      [1_000, undefined],
      [1_000, 2_000],
      [501, 1_000],
    ]);
  });

  it('fills what was missed while away and holds later bars back meanwhile', async () => {
    let release: (found: readonly Bar[]) => void = () => undefined;
    answer = () => new Promise((resolve) => (release = resolve));
    const all = series(1);
    const filled = all.fill();
    const added = all.add(bar(5));
    expect([given, all.isHolding]).toEqual([[], true]);
    release(bars(2, 4));
    await Promise.all([filled, added]);
    expect([given, all.isHolding]).toEqual([[2, 3, 4, 5], false]);
  });

  it('holds later bars back while the venue does not answer', async () => {
    answer = () => Promise.reject(new Error('HTTP 503'));
    const all = series(1);
    await expect(all.add(bar(5))).rejects.toThrow('HTTP 503');
    expect([given, all.isHolding]).toEqual([[], true]);
    answer = async () => bars(2, 4);
    await all.fill();
    expect([given, all.isHolding]).toEqual([[2, 3, 4, 5], false]);
  });

  it('passes over bars that the venue itself does not have, once it has said so five times', async () => {
    answer = async () => [bar(2), bar(4)];
    const all = series(1);
    await expect(all.add(bar(5))).rejects.toThrow(HoleInBars);
    for (let n = 0; n < 3; n += 1) await expect(all.fill()).rejects.toThrow('are missing at the venue');
    expect(given).toEqual([2]);
    await all.fill();
    expect(given).toEqual([2, 4, 5]);
  });
});
