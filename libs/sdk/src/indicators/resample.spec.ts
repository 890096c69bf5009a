import fc from 'fast-check';
import { marketOf } from '../../../../tests/support/indicators/series';
import type { StrategyBar } from '../strategy/protocol';
import { resample, type ResampleOptions } from './resample';

const MINUTE = 60_000;
const MIDNIGHT = Date.UTC(2026, 0, 1);
const QUARTERS = { from: '1m', to: '15m' } as const;
const THREES = { from: '1m', to: '3m' } as const;

/** Minute n of the day: opens at n, closes at n + 1, wicks of one, volume n. */
const minute = (n: number): StrategyBar => ({ start: MIDNIGHT + n * MINUTE, open: n, high: n + 2, low: n - 1, close: n + 1, volume: n });
const minutes = (...numbers: readonly number[]): StrategyBar[] => numbers.map(minute);

function run(options: ResampleOptions, bars: readonly StrategyBar[]): (readonly StrategyBar[])[] {
  const state = resample.create(options);
  return bars.map((bar) => resample.update(state, bar));
}

describe('resample', () => {
  it('gives a bar with its last part, and not before', () => {
    const three = { start: MIDNIGHT, open: 0, high: 4, low: -1, close: 3, volume: 3 };
    expect(run(THREES, minutes(0, 1, 2, 3))).toEqual([[], [], [three], []]);
  });

  it('aligns bars to UTC', () => {
    const bars = run({ from: '1h', to: '1d' }, hoursFrom(MIDNIGHT - 3 * 60 * MINUTE, 3 + 24)).flat();
    expect(bars.map(({ start }) => start)).toEqual([MIDNIGHT]);
  });

  it('leaves the first bar out unless it began with its first part', () => {
    for (const gaps of ['drop', 'keep'] as const) {
      const bars = run({ ...THREES, gaps }, minutes(1, 2, 3, 4, 5)).flat();
      expect(bars.map(({ open, close }) => [open, close])).toEqual([[3, 6]]);
    }
  });

  it('drops a bar that lacks a part', () => {
    expect(run(THREES, minutes(0, 2, 3, 4, 5)).map((bars) => bars.map(({ open }) => open))).toEqual([[], [], [], [], [3]]);
  });

  it('keeps it where parts without trades are not sent', () => {
    const [, , late] = run({ ...THREES, gaps: 'keep' }, minutes(0, 1, 4));
    expect(late).toEqual([{ start: MIDNIGHT, open: 0, high: 3, low: -1, close: 2, volume: 1 }]);
  });

  it('gives two bars when the part after a gap completes its own', () => {
    const [, , both] = run({ ...THREES, gaps: 'keep' }, minutes(0, 1, 5));
    expect(both!.map(({ start, close }) => [start, close])).toEqual([
      [MIDNIGHT, 2],
      [MIDNIGHT + 3 * MINUTE, 6],
    ]);
  });

  it('invents nothing for a span without any part', () => {
    const bars = run({ ...THREES, gaps: 'keep' }, minutes(0, 1, 2, 9, 10, 11)).flat();
    expect(bars.map(({ open }) => open)).toEqual([0, 9]);
  });

  it('equals a grouping of all bars, whichever are missing, with nothing known early', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(120), { minLength: 1 }), fc.constantFrom('drop', 'keep'), (numbers, gaps) => {
        const sorted = minutes(...numbers.toSorted((a, b) => a - b));
        const outcome = run({ ...QUARTERS, gaps }, sorted);
        outcome.forEach((bars, at) => {
          const now = sorted[at]!.start + MINUTE;
          for (const bar of bars) expect(bar.start + 15 * MINUTE).toBeLessThanOrEqual(now);
        });
        expect(outcome.flat()).toEqual(grouped(sorted, gaps));
      }),
    );
  });

  it('goes on from its own JSON', () => {
    const bars = marketOf(9, 500);
    const whole = run(QUARTERS, bars).flat();
    for (const cut of [0, 7, 15, 200]) {
      const state = resample.create(QUARTERS);
      const before = bars.slice(0, cut).flatMap((bar) => resample.update(state, bar));
      const copy = JSON.parse(JSON.stringify(state)) as typeof state;
      expect(copy).toStrictEqual(state);
      expect([...before, ...bars.slice(cut).flatMap((bar) => resample.update(copy, bar))]).toEqual(whole);
    }
  });

  it('says what it cannot build', () => {
    expect(() => resample.create({ from: '3m', to: '5m' })).toThrow('bars of 5m are not made of whole bars of 3m');
    expect(() => resample.create({ from: '1h', to: '1h' })).toThrow(RangeError);
    expect(() => resample.create({ from: '1m', to: '7m' as '5m' })).toThrow('7m is no interval');
  });

  it('takes bars in their order and on their interval only', () => {
    const state = resample.create(THREES);
    resample.update(state, minute(1));
    expect(() => resample.update(state, minute(1))).toThrow('not after the last one');
    expect(() => resample.update(state, { ...minute(2), start: minute(2).start + 1 })).toThrow('not on its interval');
  });
});

function hoursFrom(start: number, length: number): StrategyBar[] {
  return Array.from({ length }, (_, n) => ({ ...minute(n), start: start + n * 60 * MINUTE }));
}

/** Quarters from all minutes at once; the last one of 'keep' counts only when its last part, or one after it, is there. */
function grouped(bars: readonly StrategyBar[], gaps: 'drop' | 'keep'): StrategyBar[] {
  const quarters = Map.groupBy(bars, ({ start }) => start - (start % (15 * MINUTE)));
  const [first, last] = [bars[0]!.start, bars.at(-1)!.start];
  return [...quarters].flatMap(([start, parts]) => {
    const ended = last >= start + 14 * MINUTE;
    const whole = gaps === 'drop' ? parts.length === 15 : ended && first <= start;
    if (!whole) return [];
    const bar = {
      start,
      open: parts[0]!.open,
      high: Math.max(...parts.map(({ high }) => high)),
      low: Math.min(...parts.map(({ low }) => low)),
    };
    return [{ ...bar, close: parts.at(-1)!.close, volume: parts.reduce((total, { volume }) => total + volume, 0) }];
  });
}
