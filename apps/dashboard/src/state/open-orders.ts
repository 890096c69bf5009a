import type { Order } from '@libs/client';
import { isOpen } from '@libs/kernel';
import type { OrderStatus } from '@libs/kernel';

/** Whether it is in the market, on its way there, or may still change; so is one in a state that is newer than this page. */
export function isOpenOrder({ status }: Pick<Order, 'status'>): boolean {
  return isOpen(status as OrderStatus);
}

/** The open ones before all that are over, each in the order they came in. */
export function openFirst(orders: readonly Order[]): readonly Order[] {
  return [...orders.filter(isOpenOrder), ...orders.filter((order) => !isOpenOrder(order))];
}

/** How many orders of a deployment are open. */
export function openOrders(id: string, orders: readonly Order[]): number {
  return orders.filter((order) => order.deploymentId === id && isOpenOrder(order)).length;
}
