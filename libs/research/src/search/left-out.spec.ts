import { leftOut } from './left-out';
import type { PreparedSearch } from './prepare-search';

const DAY = 86_400_000;

/** A search from day 10 to day 40 over markets with data between two days each. */
function searchOf(...spans: readonly (readonly [symbol: string, start: number, end: number])[]): PreparedSearch {
  const markets = spans.map(([symbol, start, end]) => ({
    text: { symbol },
    tape: { series: { firstStart: start * DAY, end: end * DAY } },
  }));
  return { backtest: { markets }, from: 10 * DAY, to: 40 * DAY } as unknown as PreparedSearch;
}

describe('what a search leaves out', () => {
  it('is nothing where all markets have the same time, or nearly', () => {
    expect(leftOut(searchOf(['BTC/USDT', 5, 40]))).toBeNull();
    // A hundredth of thirty days is 0.3 days.
    expect(leftOut(searchOf(['BTC/USDT', 5, 40], ['ETH/USDT', 5.3, 39.7]))).toBeNull();
  });

  it('is told with the markets that begin late or end early', () => {
    expect(leftOut(searchOf(['BTC/USDT', 0, 60], ['ETH/USDT', 9, 60], ['SOL/USDT', 0, 40]))).toBe(
      'The search covers the period common to all markets, from 1970-01-11T00:00:00.000Z to 1970-02-10T00:00:00.000Z, since ' +
        'ETH/USDT begins at 1970-01-10T00:00:00.000Z and SOL/USDT ends at 1970-02-10T00:00:00.000Z; a backtest plays the rest too.',
    );
  });
});
