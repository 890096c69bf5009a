import type { Order } from '@libs/client';

/** Unwanted outcomes: denied, rejected, or unknown. */
const BAD: ReadonlySet<string> = new Set(['DENIED', 'REJECTED', 'UNKNOWN']);

/** Of the newest orders those with an unwanted outcome that were not announced before; newest first. */
export function badOrders(orders: readonly Order[], said: ReadonlySet<string>): readonly Order[] {
  return orders.filter((order) => BAD.has(order.status) && !said.has(wordOf(order)));
}

/** What was announced of an order; an unknown one may get a known outcome. */
export function wordOf({ clientOrderId, status }: Pick<Order, 'clientOrderId' | 'status'>): string {
  return `${clientOrderId} ${status}`;
}
