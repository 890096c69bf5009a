import { TRUSTED } from '@libs/kernel';
import type { Ticker } from '../market/market.types';
import { shownMark } from './shown-mark';

const at = new Date('2026-01-02T03:04:05.000Z');
const ticker: Ticker = { symbol: 'BTC/USDT:USDT', bid: '50000.1', ask: '50000.2', marketTime: at };
const short = { quantity: '-0.3', entryValue: '-15100' };

describe('the mark of a position as it is shown', () => {
  it('is told in text, with the time of its price', () => {
    // 0.3 were sold for 15100 and cost 0.3 × 50000.15 = 15000.045 to buy back; 99.955 of 15100 is 0.00661953…
    expect(shownMark(short, { ticker, trust: TRUSTED })).toEqual({
      price: '50000.15',
      at,
      level: 'TRUSTED',
      reasons: [],
      unrealised: '99.955',
      unrealisedFraction: '0.00661954',
    });
  });

  it('has no profit where there is none to tell', () => {
    expect(shownMark(short, { ticker, trust: undefined })).toMatchObject({ unrealised: null, unrealisedFraction: null });
    expect(shownMark(short, { ticker: undefined, trust: TRUSTED })).toBeNull();
    expect(shownMark({ quantity: '0', entryValue: '0' }, { ticker, trust: TRUSTED })).toBeNull();
  });
});
