import { decimal, encodeClientOrderId } from '@libs/kernel';
import type { Fill } from '@libs/kernel';
import { fillHash } from './fill-hash';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const first: Fill = {
  executionId: 'e1',
  clientOrderId: encodeClientOrderId({ deploymentId: DEPLOYMENT, inputSeq: 7, index: 0 }),
  deploymentId: DEPLOYMENT,
  symbol: 'BTC/USDT',
  side: 'BUY',
  quantity: decimal('0.25'),
  price: decimal('50000'),
  fee: decimal('6.875'),
  feeAsset: 'USDT',
  liquidity: 'TAKER',
  at: 1_700_000_000_000,
};
const second: Fill = {
  ...first,
  executionId: 'e2',
  clientOrderId: encodeClientOrderId({ deploymentId: DEPLOYMENT, inputSeq: 9, index: 1 }),
  side: 'SELL',
  price: decimal('50100.5'),
  fee: decimal('-1.2525'),
  liquidity: 'MAKER',
  at: 1_700_000_060_000,
};

describe('fillHash', () => {
  it('is FNV-1a of 64 bits over the words of the fills', () => {
    // Worked out by a script of its own, in whole numbers of any length: every word xored in, then times 1099511628211 modulo 2^64.
    expect(fillHash([])).toBe('cbf29ce484222325');
    expect(fillHash([first])).toBe('f3a3847a829dc4c8');
    expect(fillHash([first, second])).toBe('b9b1fd01461fc784');
  });

  it.each<[string, Partial<Fill>]>([
    ['order', { clientOrderId: 'by-hand' }],
    ['symbol', { symbol: 'ETH/USDT' }],
    ['side', { side: 'SELL' }],
    ['quantity', { quantity: decimal('0.2500000000000000000001') }],
    ['price', { price: decimal('500000') }],
    ['fee', { fee: decimal('-6.875') }],
    ['fee asset', { feeAsset: 'BTC' }],
    ['liquidity', { liquidity: 'MAKER' }],
    ['time', { at: first.at + 2 ** 32 }],
  ])('is another for another %s', (_, change) => {
    expect(fillHash([{ ...first, ...change }])).not.toBe(fillHash([first]));
  });

  it('is another for another order of fills, and does not look at what a venue calls them', () => {
    expect(fillHash([second, first])).not.toBe(fillHash([first, second]));
    expect(fillHash([{ ...first, executionId: 'e9' }])).toBe(fillHash([first]));
  });
});
