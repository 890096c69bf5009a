import { BarSeries, joinBars } from './bar-series';

describe('BarSeries', () => {
  const series = new BarSeries(600_000, 60_000, 3, 1);
  series.push(10, 15, 9, 12, 100);
  series.push(12, 13, 11, 13, 50);
  series.push(13, 20, 13, 19, 25);

  it('grows beyond its capacity and finds bars by time', () => {
    expect(series).toMatchObject({ length: 3, end: 780_000 });
    expect(series.indexAt(719_999)).toBe(1);
    expect(series.at(1)).toEqual({ start: 660_000, open: 12, high: 13, low: 11, close: 13, volume: 50 });
  });

  it('joins bars into a longer one', () => {
    expect(joinBars(series, 0, 3, 600_000)).toEqual({ start: 600_000, open: 10, high: 20, low: 9, close: 19, volume: 175 });
  });

  it('gives a part of it that has nothing of the rest and goes on by itself', () => {
    const part = series.slice(1, 3);
    expect([part.firstStart, part.length, part.end, part.numbers.length]).toEqual([660_000, 2, 780_000, 10]);
    expect([part.at(0), part.at(1)]).toEqual([series.at(1), series.at(2)]);
    part.push(1, 2, 1, 2, 3);
    expect([part.length, part.closeAt(2), series.length]).toEqual([3, 2, 3]);
    const early = series.slice(0, 2);
    early.push(1, 2, 1, 2, 3);
    expect([early.closeAt(2), series.closeAt(2)]).toEqual([2, 19]);
    const empty = series.slice(3, 3);
    empty.push(1, 2, 1, 2, 3);
    expect([empty.firstStart, empty.closeAt(0)]).toEqual([780_000, 2]);
  });

  it('refuses a bar that it does not hold', () => {
    expect(() => series.at(3)).toThrow('there is no bar 3 among 3');
  });
});

describe('a stored BarSeries', () => {
  it('has the bars of one in memory, wherever it is asked', () => {
    const bars = 150_000;
    const whole = new BarSeries(60_000, 60_000, 3);
    for (let n = 0; n < bars; n += 1) whole.push(n, n + 3, n - 2, n + 1, 7 * n);
    let reads = 0;
    const stored = BarSeries.stored(whole, {
      length: bars,
      read: (first, into) => {
        reads += 1;
        for (let at = 0; at < into.length; at += 5) {
          const { open, high, low, close, volume } = whole.at(first + at / 5);
          into.set([open, high, low, close, volume], at);
        }
      },
    });
    expect([stored.length, stored.end]).toEqual([whole.length, whole.end]);
    for (let n = 0; n < bars; n += 1) expect(stored.closeAt(n)).toBe(n + 1);
    // Three windows of 65,536 bars.
    expect(reads).toBe(3);
    expect([0, 65_535, 65_536, 149_999].map((n) => stored.together(n))).toEqual([65_536, 65_536, 131_072, 150_000]);
    expect(whole.together(7)).toBe(150_000);
    for (const n of [0, 149_999, 65_535, 65_536, 65_535, 123_456]) {
      expect(stored.at(n)).toEqual(whole.at(n));
      expect([stored.openAt(n), stored.highAt(n), stored.lowAt(n), stored.volumeAt(n)]).toEqual([n, n + 3, n - 2, 7 * n]);
    }
    expect(joinBars(stored, 65_534, 4, 0)).toEqual(joinBars(whole, 65_534, 4, 0));
    const part = stored.slice(65_530, 131_080);
    expect([part.length, part.at(0), part.at(65_549)]).toEqual([65_550, { ...whole.at(65_530) }, { ...whole.at(131_079) }]);
    reads = 0;
    const held = part.slice(10, 65_540).held();
    for (let n = 0; n < held.length; n += 1) expect(held.closeAt(n)).toBe(65_541 + n);
    expect([reads, held.length, held.firstStart, held.held() === held]).toEqual([1, 65_530, stored.startOf(65_540), true]);
    expect(() => stored.at(bars)).toThrow('there is no bar 150000');
    expect(() => stored.push(1, 1, 1, 1, 1)).toThrow('a stored series takes no bars');
  });
});
