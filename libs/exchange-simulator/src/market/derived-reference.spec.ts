import { decimal } from '@libs/kernel';
import { BarSeries, Grid } from '@libs/simulation';
import { instrumentOf, type MarketName } from '../source/instrument-table';
import { DerivedReference, type ReferencedMarket } from './derived-reference';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A funding time: 2025-06-01 08:00 UTC. */
const FUNDED = Date.UTC(2025, 5, 1, 8);
const CONTRACT: MarketName = { venueSymbol: 'BTCUSDT', category: 'linear' };
const SPOT: MarketName = { venueSymbol: 'BTCUSDT', category: 'spot' };

/** Minutes from 08:00 on at one price; in whole dollars. */
function flat(name: MarketName, price: number, bars: number): ReferencedMarket {
  const instrument = instrumentOf(name)!;
  const series = new BarSeries(FUNDED, MINUTE, 3);
  for (let bar = 0; bar < bars; bar += 1) series.push(price * 10, price * 10, price * 10, price * 10, 2_000);
  const state = { instrument, ticks: new Grid(instrument.tickSize), lots: new Grid(instrument.lotSize) };
  return { state, series, closedBars: bars, last: price * 10 };
}

describe('the reference prices of a contract', () => {
  it('take the spot market for the index and follow it with the average distance', () => {
    const derived = new DerivedReference({ market: flat(CONTRACT, 100_100, 60), spot: flat(SPOT, 100_000, 60) });
    const { mark, index, nextFundingAt } = derived.at(FUNDED + HOUR);
    // Median of the index with funding, 100,000 × (1 + 0.0005 × 7/8) = 100,043.75; index + distance, 100,100; last, 100,100.
    expect([index.toString(), mark.toString()]).toEqual(['100000', '100100']);
    expect(nextFundingAt).toBe(FUNDED + 8 * HOUR);
  });

  it('keep a last trade far off from moving the mark price', () => {
    const market = { ...flat(CONTRACT, 100_000, 60), last: 1_100_000 };
    const { mark } = new DerivedReference({ market, spot: flat(SPOT, 100_000, 60) }).at(FUNDED + HOUR);
    // The middle one of 100,000 × (1 + 0.0001 × 7/8) = 100,008.75, of 100,000 and of 110,000.
    expect(mark.toString()).toBe('100008.8');
  });

  it('derive funding from the premium: 0.1 % less the damper of 0.05 %', () => {
    const derived = new DerivedReference({ market: flat(CONTRACT, 100_100, 480), spot: flat(SPOT, 100_000, 480) });
    expect(derived.fundingAt(FUNDED + 8 * HOUR)).toEqual(decimal('0.0005'));
    expect(derived.fundingUntil(FUNDED + 8 * HOUR - 1)).toEqual([]);
    expect(derived.fundingUntil(FUNDED + 8 * HOUR)).toEqual([{ at: FUNDED + 8 * HOUR, rate: decimal('0.0005') }]);
  });

  it('stand on the market itself where there is no spot market', () => {
    const { mark, index, fundingRate } = new DerivedReference({ market: flat(CONTRACT, 100_000, 60) }).at(FUNDED + HOUR);
    // The middle one of 100,008.75, 100,000 and 100,000.
    expect([mark, index, fundingRate].map(String)).toEqual(['100000', '100000', '0.0001']);
  });

  it('take recorded rates and the recorded distance of the mark price', () => {
    const rates = new Map([[FUNDED + 8 * HOUR, decimal('-0.00025')]]);
    const derived = new DerivedReference({ market: flat(CONTRACT, 100_000, 60), rates, markBasis: () => -35 });
    const { mark, fundingRate } = derived.at(FUNDED + HOUR);
    expect([mark.toString(), fundingRate.toString()]).toEqual(['99996.5', '-0.00025']);
  });

  it('tell an open interest that wanders about a part of the day and is the same at the same time', () => {
    const derived = new DerivedReference({ market: flat(CONTRACT, 100_000, 60) });
    const at = (hours: number): number => derived.openInterestAt(FUNDED + hours * HOUR).toNumber();
    // 2 a minute is 2,880 a day, of which 0.7 is 2,016, give or take e^0.3.
    for (let hours = 0; hours < 200; hours += 1) {
      expect(at(hours)).toBeGreaterThan(2_016 / 1.36);
      expect(at(hours)).toBeLessThan(2_016 * 1.36);
    }
    expect(at(3)).not.toBe(at(7));
    expect(at(3)).toBe(at(3));
  });
});

describe('a spot market', () => {
  it('has an index but neither funding nor open interest', () => {
    const derived = new DerivedReference({ market: flat(SPOT, 100_000, 60) });
    const { index, fundingRate, nextFundingAt, openInterest } = derived.at(FUNDED + HOUR);
    expect([index, fundingRate, nextFundingAt, openInterest].map(String)).toEqual(['100000', '0', '0', '0']);
    expect(derived.fundingUntil(FUNDED + 9 * HOUR)).toEqual([]);
  });
});
