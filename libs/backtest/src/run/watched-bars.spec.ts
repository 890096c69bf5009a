import { decimal } from '@libs/kernel';
import { BarSeries } from '@libs/simulation';
import { BTC, market } from '../../test/markets';
import { watchedBars } from './watched-bars';

describe('the bars of a watch', () => {
  it('say prices and volumes in exact text, however large', () => {
    const instrument = { ...market, tickSize: decimal('0.00000025'), lotSize: decimal('3') };
    const series = new BarSeries(0, 60_000, 0);
    // 2 ** 52 lots of three are more than a number can count.
    series.push(2, 7, 1, 4, 2 ** 52);
    const bars = watchedBars({ symbol: BTC, interval: '1m' }, new Map([[BTC, { instrument, interval: '1m', series }]]));
    expect(bars.text(60_000)).toEqual({
      start: 0,
      open: '0.0000005',
      high: '0.00000175',
      low: '0.00000025',
      close: '0.000001',
      volume: '13510798882111488',
    });
    expect(bars.ticksAt(60_000)).toBe(4);
  });
});
