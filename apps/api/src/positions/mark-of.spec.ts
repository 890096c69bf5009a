import type { Ticker } from '../market/market.types';
import { markOf } from './mark-of';
import type { Heard } from './mark-of';

const at = new Date('2026-01-02T03:04:05.000Z');
const ticker: Ticker = { symbol: 'BTC/USDT:USDT', bid: '50000.1', ask: '50000.2', marketTime: at };
const trusted: Heard['trust'] = { level: 'TRUSTED', reasons: [] };
const short = { quantity: '-0.3', entryValue: '-15100' };

describe('markOf', () => {
  it('values a position at the middle of bid and ask, to the last digit', () => {
    // 0.3 were sold for 15100 and cost 0.3 × 50000.15 = 15000.045 to buy back; 99.955 of 15100 is 0.00661953…
    expect(markOf(short, { ticker, trust: trusted })).toEqual({
      price: '50000.15',
      at,
      level: 'TRUSTED',
      reasons: [],
      unrealised: '99.955',
      unrealisedFraction: '0.00661954',
    });
  });

  it('makes no profit of a price that may be wrong, and says why', () => {
    const trust = { level: 'UNTRUSTED', reasons: ['STALE', 'GAP'] } as const;
    const mark = markOf(short, { ticker, trust });
    expect(mark).toEqual({ price: '50000.15', at, ...trust, unrealised: null, unrealisedFraction: null });
  });

  it('believes a price of which only a bar is late', () => {
    const mark = markOf(short, { ticker, trust: { level: 'DEGRADED', reasons: ['FORMING'] } });
    expect(mark).toMatchObject({ level: 'DEGRADED', unrealised: '99.955' });
  });

  it('takes silence for no trust', () => {
    expect(markOf(short, { ticker, trust: undefined })).toMatchObject({ level: 'UNTRUSTED', reasons: ['STALE'], unrealised: null });
  });

  it('has none of what is not held, or of what nothing was heard', () => {
    expect(markOf({ quantity: '0', entryValue: '0' }, { ticker, trust: trusted })).toBeNull();
    expect(markOf(short, { ticker: undefined, trust: trusted })).toBeNull();
  });
});
