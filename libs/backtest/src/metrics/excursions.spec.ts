import { excursionsOf } from './excursions';
import { roundTripsOf } from './round-trips';
import type { MarketColumns, RunFill } from './run-record';

const fill = (at: number, side: 'BUY' | 'SELL', quantity: string, price: string): RunFill => ({
  at,
  symbol: 'X',
  side,
  quantity,
  price,
  fee: '0',
});
const market: MarketColumns = {
  symbol: 'X',
  times: Float64Array.of(10, 20, 30, 40),
  closes: Float64Array.of(100, 105, 95, 110),
  highs: Float64Array.of(200, 108, 106, 300),
  lows: Float64Array.of(50, 99, 90, 20),
};

describe('excursionsOf', () => {
  it('looks at whole bars between the fills, and not at what a bar saw before the entry', () => {
    // In from 10 on, where a bar closes; out at 35, within the fourth bar.
    const [trip] = roundTripsOf([fill(10, 'BUY', '2', '100'), fill(35, 'SELL', '2', '104')]).closed;
    expect(excursionsOf(trip!, market, 40)).toEqual({ adverse: 20, favourable: 16 });
  });

  it('sees only the close of the bar in which the trade began', () => {
    const [trip] = roundTripsOf([fill(5, 'BUY', '1', '100'), fill(12, 'SELL', '1', '101')]).closed;
    expect(excursionsOf(trip!, market, 40)).toEqual({ adverse: 0, favourable: 1 });
  });

  it('does not see high and low of a bar that had begun before the entry', () => {
    // In at 12, within the bar that closes at 20 at 105 after 99 and 108.
    const [trip] = roundTripsOf([fill(12, 'BUY', '1', '100'), fill(25, 'SELL', '1', '101')]).closed;
    expect(excursionsOf(trip!, market, 40)).toEqual({ adverse: 0, favourable: 5 });
  });

  it('follows an open short to the end', () => {
    const [trip] = roundTripsOf([fill(10, 'SELL', '1', '100')]).open;
    expect(excursionsOf(trip!, market, 40)).toEqual({ adverse: 200, favourable: 80 });
  });

  it('keeps what a part has earned', () => {
    // Half goes at 110: five are won for good; the rest falls to 90 and is down ten.
    const [trip] = roundTripsOf([fill(10, 'BUY', '1', '100'), fill(20, 'SELL', '0.5', '110')]).open;
    const { times, closes } = market;
    expect(excursionsOf(trip!, { symbol: 'X', times, closes }, 30)).toEqual({ adverse: 0, favourable: 10 });
    expect(excursionsOf(trip!, undefined, 30)).toEqual({ adverse: 0, favourable: 10 });
  });
});
