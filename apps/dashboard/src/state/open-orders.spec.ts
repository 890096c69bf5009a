import type { Order } from '@libs/client';
import { openFirst, openOrders } from './open-orders';

const order = (clientOrderId: string, status: string, deploymentId = 'a'): Order => ({ clientOrderId, status, deploymentId }) as Order;

describe('openFirst', () => {
  it('lets no newer order that is over hide one that is open', () => {
    const orders = [order('4', 'FILLED'), order('3', 'ACCEPTED'), order('2', 'CANCELED'), order('1', 'PENDING_CANCEL')];
    expect(openFirst(orders).map(({ clientOrderId }) => clientOrderId)).toEqual(['3', '1', '4', '2']);
  });
});

describe('openOrders', () => {
  it('counts what a deployment has in the market or on its way', () => {
    const orders = [order('1', 'ACCEPTED'), order('2', 'SUBMITTED'), order('3', 'FILLED'), order('4', 'ACCEPTED', 'b')];
    expect(openOrders('a', orders)).toBe(2);
  });
});
