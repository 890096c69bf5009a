import { decimal } from '@libs/kernel';
import { COIN, CONTRACT, Floor, ME, type Said } from '../testing/floor';

const ASKS = {
  bids: [['99', '10']],
  asks: [
    ['100', '1'],
    ['103', '1'],
  ],
} as const;

/** A spot market that offers one at 100 and one at 103. */
const floor = (usdt: string, btc = '0'): Floor => new Floor(COIN, { USDT: usdt, BTC: btc }, { maker: '0', taker: '0' }).quote(ASKS);

function bought(usdt: string, quantity: string, more: Said = {}): unknown {
  const result = floor(usdt).send('BUY', quantity, more);
  return result.kind === 'refused' ? [result.refusal.limit, result.refusal.value].map(String) : result.order.filledValue.toString();
}

describe('a purchase of coins at the market', () => {
  it('has to be paid for at each price that it goes through', () => {
    expect(bought('203', '2')).toBe('203');
    expect(bought('202.9', '2')).toEqual(['202.9', '203']);
    // 100 + 0.6 × 103
    expect(bought('161.8', '1.6')).toBe('161.8');
    expect(bought('161.7', '1.6')).toEqual(['161.7', '161.8']);
    expect(bought('100', '1')).toBe('100');
  });

  it('does not count on its own offers where it would cancel them', () => {
    const own = floor('110', '1');
    for (const price of ['100', '100']) own.order('SELL', '0.5', { price });
    own.order('BUY', '0.1', { price: '95' });
    own.quote({ bids: [['99', '10']], asks: [['103', '1']] });
    // 100.5 are free beside the bid, and 103 are needed.
    expect(own.send('BUY', '1', { selfTrade: 'CANCEL_MAKER' })).toMatchObject({ refusal: { limit: '100.5', value: '103' } });
    expect(own.send('BUY', '0.5').kind).toBe('accepted');
  });
});

describe('what would become of an order', () => {
  const request = (market: string, quantity: string) =>
    ({
      market,
      clientOrderId: '',
      side: 'BUY',
      type: 'MARKET',
      timeInForce: 'IOC',
      quantity: decimal(quantity),
      reduceOnly: false,
    }) as const;

  it('is told without sending it', () => {
    const contract = new Floor(CONTRACT, { USDT: '100' }).price('100');
    expect(contract.venue.preview(ME, request(contract.key, '1'))).toBeUndefined();
    expect(contract.venue.preview(ME, request(contract.key, '10'))).toMatchObject({ code: 'INSUFFICIENT_MARGIN' });
    expect(contract.venue.preview(ME, request('linear:NONE', '1'))).toMatchObject({ code: 'UNKNOWN_MARKET', value: 'linear:NONE' });
    expect([contract.held(), contract.fills()]).toEqual(['0', []]);
  });
});
