import type { Position, PositionMark } from '@libs/client';
import { describePosition } from './describe-position';

const AT = '2026-01-02T03:04:05.000Z';
const mark = {
  price: '50000.15',
  at: AT,
  level: 'TRUSTED',
  reasons: [],
  unrealised: '-99.955',
  unrealisedFraction: '-0.00661954',
} as const;

function short(told: Partial<PositionMark> | null): string {
  const position = { symbol: 'BTC/USDT:USDT', quantity: '-0.3', averagePrice: '49667' } as Position;
  return describePosition({ ...position, mark: told && ({ ...mark, ...told } as PositionMark) }, 'USDT');
}

describe('describePosition', () => {
  it('says side, entry, mark and profit in money and percent', () => {
    expect(short({})).toBe('BTC/USDT:USDT: short 0.3 at 49667, mark 50000.15, unrealised -99.96 USDT (-0.66 %)');
  });

  it('says that something is late', () => {
    expect(short({ level: 'DEGRADED', reasons: ['FORMING'] })).toContain('mark 50000.15, DEGRADED (FORMING), unrealised -99.96 USDT');
  });

  it('says of a price that may be wrong why, and no profit', () => {
    expect(short({ level: 'UNTRUSTED', reasons: ['STALE', 'GAP'], unrealised: null, unrealisedFraction: null })).toBe(
      `BTC/USDT:USDT: short 0.3 at 49667, price not trusted (STALE, GAP), last 50000.15 at ${AT} market time`,
    );
  });

  it('says that no price was heard', () => {
    expect(short(null)).toBe('BTC/USDT:USDT: short 0.3 at 49667, no price received yet');
  });
});
