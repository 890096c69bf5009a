import { BarSeries } from './bar-series';
import { fundingFrom, median, smoothedAtClose, smoothedTicks } from './reference-price';

const START = 1_750_000_020_000;
const MINUTE = 60_000;

function series(...closes: readonly number[]): BarSeries {
  const made = new BarSeries(START, MINUTE, 0);
  for (const close of closes) made.push(close, close, close, close, 1);
  return made;
}

describe('the smoothed price', () => {
  const of = series(100, 110, 120, 130, 140, 150);

  it('is four fifths last trade and one fifth the average of five bars', () => {
    // At the open of bar 6: 0.8 · 150 + 0.2 · (150 + 140 + 130 + 120 + 110) / 5 = 120 + 26.
    expect(smoothedTicks({ series: of, closedBars: 6, last: 150 }, START + 6 * MINUTE)).toBeCloseTo(146, 9);
    // Half way through it at 160: 128 + 0.2 · (80 + 150 + 140 + 130 + 120 + 55) / 5 = 128 + 27.
    expect(smoothedTicks({ series: of, closedBars: 6, last: 160 }, START + 6.5 * MINUTE)).toBeCloseTo(155, 9);
  });

  it('does not jump when a bar closes', () => {
    const closed = series(100, 110, 120, 130, 140, 150, 160);
    const before = smoothedTicks({ series: of, closedBars: 6, last: 160 }, START + 7 * MINUTE);
    expect(before).toBeCloseTo(smoothedTicks({ series: closed, closedBars: 7, last: 160 }, START + 7 * MINUTE), 9);
    expect(before).toBeCloseTo(smoothedAtClose(closed, 6), 9);
  });

  it('takes the oldest close for bars that are not known, and the last trade when there is none', () => {
    expect(smoothedAtClose(series(100, 200), 1)).toBeCloseTo(0.8 * 200 + 0.2 * 120, 9);
    expect(smoothedTicks({ series: series(), closedBars: 0, last: 77 }, START)).toBe(77);
  });
});

describe('funding', () => {
  it.each([
    [0, 0.0001],
    [0.0004, 0.0001],
    [0.001, 0.0005],
    [-0.001, -0.0005],
    [0.02, 0.00375],
    [-0.02, -0.00375],
  ])('of a premium of %d is %d', (premium, rate) => {
    expect(fundingFrom(premium, 0.00375)).toBeCloseTo(rate, 12);
  });
});

describe('the median', () => {
  it.each([
    [1, 2, 3],
    [3, 1, 2],
    [2, 3, 1],
    [2, 2, 9],
  ])('of %d, %d and %d is 2', (a, b, c) => expect(median(a, b, c)).toBe(2));
});
