import type { Order } from '@libs/client';

/** What nobody wished for: we or the venue refused it, or nobody knows what became of it. */
const BAD: ReadonlySet<string> = new Set(['DENIED', 'REJECTED', 'UNKNOWN']);

/** Of the newest orders those that ended badly and are not among the ones said before; the newest first. */
export function badOrders(orders: readonly Order[], said: ReadonlySet<string>): readonly Order[] {
  return orders.filter((order) => BAD.has(order.status) && !said.has(wordOf(order)));
}

/** What was said of an order; it may become known what an unknown one came to. */
export function wordOf({ clientOrderId, status }: Pick<Order, 'clientOrderId' | 'status'>): string {
  return `${clientOrderId} ${status}`;
}
