import { decimal } from '@libs/kernel';
import { BTC, market, minutes } from '../../test/markets';
import { barTape } from '../run/bar-tape';
import { closingPrices } from './closing-prices';
import type { RecordedBars, RecordedEvents } from './recording';

/** Closes at 101, 102 and 103 of the minutes 0, 1 and 2. */
const tape = barTape(market, '1m', minutes([100, 103, 99, 101], [101, 103, 99, 102], [102, 104, 99, 103]));
const bars = (lastLive: number | null, symbol = BTC): RecordedBars => {
  return { symbol, interval: '1m', bars: new Map(), firstLive: lastLive === null ? null : 0, lastLive, forming: null };
};
const other = bars(120_000, 'ETH/USDT:USDT');
const followed = (symbol: string, middle: string): RecordedEvents => {
  return { symbol, tape: null, problem: null, middle: decimal(middle), heardBook: true, heardTrades: false };
};
const price = (shown: readonly RecordedBars[], events: readonly RecordedEvents[] = []) =>
  closingPrices({ bars: shown, events }, [{ tape }]).get(BTC)!.toString();

describe('the closing price of a market', () => {
  it('is the close of the last bar that the strategy was shown of it', () => {
    expect([0, 60_000, 120_000].map((lastLive) => price([bars(lastLive), other]))).toEqual(['101', '102', '103']);
  });

  it('is the last close of the tape where it was shown none', () => {
    expect([price([bars(null), other]), price([other])]).toEqual(['103', '103']);
  });

  it('is the middle of the last best prices where the strategy follows them', () => {
    expect(price([bars(0)], [followed('ETH/USDT:USDT', '7'), followed(BTC, '99.75')])).toBe('99.75');
  });
});
