import { DAY, dailyReturns } from './daily-returns';
import { monthlyReturns, bestAndWorstDay } from './months';

const HOUR = DAY / 24;
const curve = (...points: readonly (readonly [at: number, equity: number])[]) => ({
  times: Float64Array.from(points, ([at]) => at),
  equity: Float64Array.from(points, ([, equity]) => equity),
});

describe('dailyReturns', () => {
  it('takes the last sample of each UTC day, midnight being the end of one', () => {
    const { firstDay, equity, returns } = dailyReturns(curve([12 * HOUR, 105], [DAY, 110], [DAY + HOUR, 121], [2 * DAY, 99]), 0, 100);
    expect(firstDay).toBe(0);
    expect([...equity]).toEqual([110, 99]);
    expect([...returns].map((value) => value.toFixed(12))).toEqual(['0.100000000000', '-0.100000000000']);
  });

  it('leaves out what came before the run and counts a first day that is short', () => {
    const { firstDay, equity } = dailyReturns(curve([DAY, 50], [DAY + 6 * HOUR, 100], [DAY + 7 * HOUR, 90]), DAY + 6 * HOUR, 100);
    expect(firstDay).toBe(1);
    expect([...equity]).toEqual([90]);
  });

  it('earns nothing on days without a sample', () => {
    expect([...dailyReturns(curve([DAY, 110], [4 * DAY, 220]), 0, 100).returns].slice(1)).toEqual([0, 0, 1]);
  });

  it('ends on the day of ruin', () => {
    expect([...dailyReturns(curve([DAY, 50], [2 * DAY, -10], [3 * DAY, 70]), 0, 100).equity]).toEqual([50, -10]);
  });

  it('has no day without a sample or without a beginning', () => {
    expect(dailyReturns(curve(), 0, 100).returns).toHaveLength(0);
    expect(dailyReturns(curve([DAY, 50]), 0, 0).returns).toHaveLength(0);
  });
});

describe('monthlyReturns', () => {
  it('ends a month where UTC does', () => {
    // 30 and 31 January, 1 February 1970.
    const months = monthlyReturns({ firstDay: 29, equity: Float64Array.of(110, 120, 90) }, 100);
    expect(months).toEqual([
      { year: 1970, month: 1, return: 120 / 100 - 1 },
      { year: 1970, month: 2, return: 90 / 120 - 1 },
    ]);
  });

  it('keeps a year apart from the same month of the next', () => {
    const equity = Float64Array.from({ length: 366 }, (_, day) => 100 + day);
    const months = monthlyReturns({ firstDay: 0, equity }, 100);
    expect(months).toHaveLength(13);
    expect(months.at(-1)).toMatchObject({ year: 1971, month: 1 });
  });
});

describe('bestAndWorstDay', () => {
  it('names the first of equal days', () => {
    const daily = { firstDay: 10, equity: new Float64Array(4), returns: Float64Array.of(0.1, -0.2, 0.1, -0.2) };
    expect(bestAndWorstDay(daily)).toEqual({ best: { day: 10 * DAY, return: 0.1 }, worst: { day: 11 * DAY, return: -0.2 } });
    expect(bestAndWorstDay({ ...daily, returns: new Float64Array() })).toBeNull();
  });
});
