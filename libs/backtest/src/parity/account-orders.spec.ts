import { decimal } from '@libs/kernel';
import type { Fill, Order } from '@libs/kernel';
import { buildOrder } from '@libs/testkit';
import { AccountOrders } from './account-orders';

type Words = Partial<Omit<Order, 'price'>> & { readonly price?: string };

/** A limit order that rests, of the deployment that its id begins with. */
function rests(id: string, side: Order['side'], price: string, { price: _price, ...more }: Words = {}): Order {
  return buildOrder(id, 'ACCEPTED', {
    deploymentId: id[0]!,
    side,
    type: 'LIMIT',
    price: decimal(price),
    timeInForce: 'GTC',
    venueOrderId: `v-${id}`,
    ...more,
  });
}

const market = (id: string, side: Order['side']): Order =>
  buildOrder(id, 'SUBMITTED', { deploymentId: id[0]!, side, type: 'MARKET', timeInForce: 'IOC' });

function fill(order: Order, price: string, liquidity: Fill['liquidity']): Fill {
  const { clientOrderId, deploymentId, symbol, side } = order;
  const amounts = { quantity: decimal('0.01'), price: decimal(price), fee: decimal('0'), feeAsset: 'USDT' };
  return { executionId: 'x', clientOrderId, deploymentId, symbol, side, ...amounts, liquidity, at: 0 };
}

function heard(...orders: readonly Order[]): AccountOrders {
  const account = new AccountOrders();
  for (const order of orders) account.changed(order);
  return account;
}

describe('an order of an account', () => {
  it.each([
    ['BUY', '100', '100', true],
    ['BUY', '100', '101', true],
    ['BUY', '100', '99', false],
    ['SELL', '100', '100', true],
    ['SELL', '100', '99', true],
    ['SELL', '100', '101', false],
  ] as const)('to %s at %s stands behind another at %s: %s', (side, own, other, isBehind) => {
    const account = heard(rests('b1', side, other), rests('a1', side, own));
    expect(account.isBehind('a1')).toBe(isBehind);
    expect(account.hasMet('a1')).toBe(false);
  });

  it('stands behind nobody of its own deployment, of another market, that is over, or that the venue has not heard of', () => {
    const others = [
      rests('a2', 'BUY', '100'),
      rests('b1', 'BUY', '100', { symbol: 'ETH/USDT:USDT' }),
      rests('b2', 'BUY', '100', { status: 'CANCELED' }),
      buildOrder('b3', 'SUBMITTED', { deploymentId: 'b', side: 'BUY', type: 'LIMIT', price: decimal('100'), timeInForce: 'GTC' }),
    ];
    expect(heard(...others, rests('a1', 'BUY', '100')).isBehind('a1')).toBe(false);
  });

  it('that takes at once stands behind nobody', () => {
    expect(heard(rests('b1', 'BUY', '100'), rests('a1', 'BUY', '100', { timeInForce: 'IOC' })).isBehind('a1')).toBe(false);
  });

  it.each([
    ['BUY', '100', '100', true],
    ['BUY', '100', '101', false],
    ['SELL', '100', '100', true],
    ['SELL', '100', '99', false],
  ] as const)('to %s at %s meets one on the other side at %s: %s', (side, own, other, hasMet) => {
    const account = heard(rests('b1', side === 'BUY' ? 'SELL' : 'BUY', other), rests('a1', side, own));
    expect([account.hasMet('a1'), account.isBehind('a1')]).toEqual([hasMet, false]);
  });

  it('meets no other that was cancelled before it came', () => {
    const account = heard(rests('b1', 'SELL', '100'), rests('b1', 'SELL', '100', { status: 'CANCELED' }), rests('a1', 'BUY', '100'));
    expect(account.hasMet('a1')).toBe(false);
  });

  it('at the market has met what rested at the price that it was filled at, or at a better one', () => {
    const buys = market('a1', 'BUY');
    const met = (resting: Order, price: string, liquidity: Fill['liquidity'] = 'TAKER'): boolean => {
      const account = heard(resting, buys);
      account.filled(fill(buys, price, liquidity));
      return account.hasMet('a1');
    };
    expect(met(rests('b1', 'SELL', '100'), '100')).toBe(true);
    expect(met(rests('b1', 'SELL', '99'), '100')).toBe(true);
    expect(met(rests('b1', 'SELL', '101'), '100')).toBe(false);
    expect(met(rests('b1', 'BUY', '100'), '100')).toBe(false);
  });

  it('at the market has met the resting one whose fill is heard first', () => {
    const [buys, sells] = [market('a1', 'BUY'), rests('b1', 'SELL', '100')];
    const account = heard(sells, buys);
    account.filled(fill(sells, '100', 'MAKER'));
    expect([account.hasMet('a1'), account.hasMet('b1')]).toEqual([true, false]);
    const taken = heard(sells, buys);
    taken.filled(fill(sells, '100', 'TAKER'));
    expect(taken.hasMet('a1')).toBe(false);
  });

  it('that is still watched here meets nobody', () => {
    const account = heard(rests('b1', 'SELL', '100'), { ...market('a1', 'BUY'), status: 'EMULATED' });
    account.filled(fill(rests('b1', 'SELL', '100'), '100', 'MAKER'));
    expect(account.hasMet('a1')).toBe(false);
  });
});
