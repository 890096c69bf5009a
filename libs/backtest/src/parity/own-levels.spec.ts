import { decimal } from '@libs/kernel';
import type { Order } from '@libs/kernel';
import { buildOrder } from '@libs/testkit';
import { OwnResting } from './own-resting';
import type { RestingLevel } from './own-resting';

function rests(id: string, quantity: string, price: string, more: Partial<Order> = {}): Order {
  const terms = { type: 'LIMIT', quantity: decimal(quantity), price: decimal(price), timeInForce: 'GTC', venueOrderId: `v-${id}` } as const;
  return buildOrder(id, 'ACCEPTED', { ...terms, ...more });
}

const words = (levels: readonly RestingLevel[]) => levels.map(({ side, price, quantity }) => `${side} ${quantity} at ${price}`);

describe('what rests of an account', () => {
  it('is what is left of all orders at a price', () => {
    const own = new OwnResting();
    expect(words(own.changed(rests('a', '3', '100')))).toEqual(['BUY 3 at 100']);
    expect(words(own.changed(rests('b', '2', '100')))).toEqual(['BUY 5 at 100']);
    own.changed(rests('c', '7', '100', { side: 'SELL' }));
    own.changed(rests('d', '9', '100', { symbol: 'ETH/USDT:USDT' }));
    expect(words(own.changed(rests('a', '3', '100', { status: 'PARTIALLY_FILLED', filledQuantity: decimal('1') })))).toEqual([
      ...['BUY 4 at 100', 'BUY 4 at 100'],
    ]);
    expect(words(own.levels())).toEqual(['BUY 4 at 100', 'BUY 4 at 100', 'SELL 7 at 100', 'BUY 9 at 100']);
  });

  it('leaves one level for another with a new price, and the book with its end', () => {
    const own = new OwnResting();
    own.changed(rests('a', '3', '100'));
    expect(words(own.changed(rests('a', '3', '101')))).toEqual(['BUY 0 at 100', 'BUY 3 at 101']);
    expect(words(own.changed(rests('a', '3', '101', { status: 'CANCELED' })))).toEqual(['BUY 0 at 101']);
    expect(own.levels()).toEqual([]);
  });

  it('is nothing before the venue has spoken, and nothing of an order at the market', () => {
    const own = new OwnResting();
    const { venueOrderId: _unknown, ...sent } = rests('a', '3', '100', { status: 'SUBMITTED' });
    expect(own.changed(sent)).toEqual([]);
    expect(own.changed(rests('b', '3', '100', { type: 'MARKET' }))).toEqual([]);
  });
});
