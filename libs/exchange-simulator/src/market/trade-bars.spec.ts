import { TradeBars } from './trade-bars';

const MINUTE = 60_000;
const START = 1_723_161_240_000;

describe('bars of trades', () => {
  it('begin with the minute of the first trade and close with what was traded in it', () => {
    const bars = new TradeBars(MINUTE, 3);
    expect(bars.closesAt).toBeUndefined();
    bars.add(START + 20_000, 100, 5);
    bars.add(START + 21_000, 103, 2);
    bars.add(START + 22_000, 98, 1);
    expect(bars.closesAt).toBe(START + MINUTE);
    bars.close();
    expect(bars.series.at(0)).toEqual({ start: START, open: 100, high: 103, low: 98, close: 98, volume: 8 });
  });

  it('repeat the last close through a minute without a trade', () => {
    const bars = new TradeBars(MINUTE, 3);
    bars.add(START, 100, 5);
    bars.close();
    bars.close();
    expect(bars.series.at(1)).toEqual({ start: START + MINUTE, open: 100, high: 100, low: 100, close: 100, volume: 0 });
    expect(bars.closesAt).toBe(START + 3 * MINUTE);
  });
});
