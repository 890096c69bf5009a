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

  it('refuses a bar that it does not hold', () => {
    expect(() => series.at(3)).toThrow('there is no bar 3 among 3');
  });
});
