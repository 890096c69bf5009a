import { decimal } from '@libs/kernel';
import type { OrderTicket } from '@libs/sdk';
import { buildInstrument } from '@libs/testkit';
import { InstrumentLimits } from './instrument-limits';

const limits = new InstrumentLimits();
limits.replace([buildInstrument({ maxQuantity: decimal('500') })]);
const ticket = (change: Partial<OrderTicket>): OrderTicket => ({
  clientOrderId: 'x',
  instrument: { symbol: 'BTC/USDT:USDT', venueSymbol: 'BTCUSDT', category: 'linear' },
  side: 'BUY',
  type: 'MARKET',
  quantity: '0.062',
  timeInForce: 'IOC',
  postOnly: false,
  reduceOnly: false,
  ...change,
});

describe('InstrumentLimits', () => {
  it('lets an order pass that keeps them', () => {
    expect(limits.refusal(ticket({}))).toBeNull();
  });

  it('lets nothing pass before it knows the instruments', () => {
    expect(new InstrumentLimits().refusal(ticket({}))).toMatch(/no instrument/);
  });

  it.each([
    ['a quantity off the lot', { quantity: '0.0625' }, /lot size 0.001/],
    ['a quantity above the maximum', { quantity: '500.001' }, /above the maximum 500/],
    ['a price off the tick', { type: 'LIMIT', price: '79000.05', timeInForce: 'GTC' }, /tick size 0.1/],
    ['an unknown instrument', { instrument: { symbol: 'DOGE/USDT', venueSymbol: 'DOGEUSDT', category: 'spot' } }, /no instrument DOGE/],
  ] as const)('names %s', (_, change, message) => {
    expect(limits.refusal(ticket(change))).toMatch(message);
  });
});
