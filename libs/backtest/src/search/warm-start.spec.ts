import { market, minutes } from '../../test/markets';
import { barTape } from '../run/bar-tape';
import { follows, longestWatch, pastFrom, startingAt, warmUpOf } from './warm-start';

const [MINUTE, HOUR] = [60_000, 3_600_000];
const { symbol } = market;
const plan = (warmUpBars: number, ...intervals: readonly ('1m' | '1h')[]) => ({
  warmUpBars,
  watches: intervals.map((interval) => ({ symbol, interval })),
});

describe('where the data of a trial begins', () => {
  it('is as many of the longest bars before as the plan warms up, one at least', () => {
    expect(longestWatch(plan(0, '1m', '1h'))).toBe(HOUR);
    expect(warmUpOf(plan(5, '1m', '1h'))).toBe(5 * HOUR);
    expect(warmUpOf(plan(0, '1m'))).toBe(MINUTE);
  });

  it('is where trading begins for a plan without bars', () => {
    expect([warmUpOf(plan(5)), pastFrom(plan(5), 90_050)]).toEqual([0, 120_000]);
  });

  it('is at the beginning of a bar, counted from the first that closes at or after that time', () => {
    expect(pastFrom(plan(2, '1h'), 10 * HOUR)).toBe(8 * HOUR);
    expect(pastFrom(plan(2, '1h'), 10 * HOUR + 1)).toBe(9 * HOUR);
  });

  it('cuts the bars before it away, and is refused before the data', () => {
    const tape = barTape(market, '1m', minutes([100, 103, 98, 101], [101, 104, 99, 102], [102, 105, 100, 103]));
    const whole = { ...plan(1, '1m'), params: {} };
    const [cut] = startingAt([{ market, tape }], whole, 2 * MINUTE);
    expect([cut!.tape.series.firstStart, cut!.tape.series.length]).toEqual([MINUTE, 2]);
    const [all] = startingAt([{ market, tape }], { ...whole, warmUpBars: 2 }, 2 * MINUTE);
    expect(all!.tape.series.length).toBe(3);
    expect(() => startingAt([{ market, tape }], { ...whole, warmUpBars: 3 }, 2 * MINUTE)).toThrow(
      `it wants 3 bars before 1970-01-01T00:02:00.000Z, and the data of ${symbol} begins at 1970-01-01T00:00:00.000Z`,
    );
  });

  it('is asked of the markets that the plan watches or hears of', () => {
    expect(follows(plan(1, '1m'), symbol)).toBe(true);
    expect(follows({ watches: [], streams: [{ symbol, ticks: true }] }, symbol)).toBe(true);
    expect(follows(plan(1, '1m'), 'ETH/USDT')).toBe(false);
  });
});
