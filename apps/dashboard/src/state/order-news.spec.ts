import type { Order } from '@libs/client';
import { badOrders, wordOf } from './order-news';

const order = (clientOrderId: string, status: string): Order => ({ clientOrderId, status }) as Order;

it('tells each order that was refused or lost once, and again when it turns out otherwise', () => {
  const orders = [order('a', 'DENIED'), order('b', 'FILLED'), order('c', 'UNKNOWN'), order('d', 'CANCELED')];
  expect(badOrders(orders, new Set())).toEqual([orders[0], orders[2]]);
  const said = new Set(orders.map(wordOf));
  expect(badOrders(orders, said)).toEqual([]);
  expect(badOrders([order('c', 'REJECTED')], said)).toHaveLength(1);
});
