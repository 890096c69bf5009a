import type { Category } from '@libs/kernel';
import { isOpen, type Change, type SimOrder } from '@libs/simulation';

const KEPT = 500;

/** The newest closed orders of each account and category; like the real exchange's, they are forgotten with a restart. */
export class ClosedSinceStart {
  private readonly lists = new Map<string, Map<string, SimOrder>>();

  note(changes: readonly Change[]): void {
    for (const change of changes) if (change.type === 'order' && !isOpen(change.order)) this.add(change.order);
  }

  of(accountId: string, category: Category): Iterable<SimOrder> {
    return this.lists.get(`${category} ${accountId}`)?.values() ?? [];
  }

  private add(order: SimOrder): void {
    const key = `${order.market.slice(0, order.market.indexOf(':'))} ${order.accountId}`;
    let list = this.lists.get(key);
    if (!list) this.lists.set(key, (list = new Map()));
    list.delete(order.orderId);
    list.set(order.orderId, order);
    if (list.size > KEPT) for (const oldest of list.keys()) return void list.delete(oldest);
  }
}
