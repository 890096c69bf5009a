import type { Order } from '@libs/client';
import { isOpen } from '@libs/kernel';
import type { OrderStatus } from '@libs/kernel';

/** True if an order is at the venue, on its way there, or may still change; also for a status newer than this page. */
export function isOpenOrder({ status }: Pick<Order, 'status'>): boolean {
  return isOpen(status as OrderStatus);
}

/** Open orders before closed ones, each in their original order. */
export function openFirst(orders: readonly Order[]): readonly Order[] {
  return [...orders.filter(isOpenOrder), ...orders.filter((order) => !isOpenOrder(order))];
}

/** How many orders of a deployment are open. */
export function openOrders(id: string, orders: readonly Order[]): number {
  return orders.filter((order) => order.deploymentId === id && isOpenOrder(order)).length;
}
