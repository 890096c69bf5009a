import { isOpen, type SimOrder } from '../venue/order';
import { ClientIdMemory } from './client-id-memory';
import { OpenOrders, PastOrders, StoredOrder } from './order-lists';
import { TextIndex } from './text-index';

export interface OrderLookup {
  readonly market: string;
  readonly orderId?: string;
  readonly clientOrderId?: string;
}

/** The orders of an account: all open ones and the newest closed ones; used client ids are remembered permanently. */
export class OrderStore {
  readonly open = new OpenOrders();
  readonly closed: PastOrders;
  readonly forgottenIds = new ClientIdMemory();
  private readonly byId = new TextIndex<StoredOrder>(({ order }) => order.orderId);
  /** Client ids are unique per category, as on the real exchange; indexed by category and by each market seen. */
  private readonly byClientId = new Map<string, TextIndex<StoredOrder>>();

  constructor(kept: number) {
    this.closed = new PastOrders(kept);
  }

  /** Pass back the returned value on the next call to skip the search. */
  put(order: SimOrder, known = this.byId.get(order.orderId)): StoredOrder {
    const stored = known ?? this.enter(order);
    stored.order = order;
    const staysOpen = isOpen(order);
    if (staysOpen && !stored.isOpen) this.open.add(stored);
    if (!staysOpen && stored.isOpen) this.open.remove(stored);
    if (!staysOpen && !stored.isPast) this.pass(stored);
    return stored;
  }

  get(orderId: string): SimOrder | undefined {
    return this.byId.get(orderId)?.order;
  }

  /** Finds by venue id or, within one market's category, by client id. */
  find(id: OrderLookup): SimOrder | undefined {
    return this.stored(id)?.order;
  }

  stored({ market, orderId, clientOrderId }: OrderLookup): StoredOrder | undefined {
    return orderId ? this.byId.get(orderId) : this.clientIds(market).get(clientOrderId ?? '');
  }

  hasUsed(market: string, clientOrderId: string): boolean {
    if (this.clientIds(market).has(clientOrderId)) return true;
    return this.forgottenIds.size > 0 && this.forgottenIds.has(clientKey(market, clientOrderId));
  }

  *all(): Generator<SimOrder> {
    yield* this.closed.values();
    yield* this.open.values();
  }

  private enter(order: SimOrder): StoredOrder {
    const stored = new StoredOrder(order);
    this.byId.set(stored);
    if (order.clientOrderId !== '') this.clientIds(order.market).set(stored);
    return stored;
  }

  private pass(stored: StoredOrder): void {
    const forgotten = this.closed.add(stored);
    if (!forgotten) return;
    const { orderId, market, clientOrderId } = forgotten.order;
    this.byId.delete(orderId);
    const ids = this.clientIds(market);
    if (clientOrderId === '' || ids.get(clientOrderId) !== forgotten) return;
    ids.delete(clientOrderId);
    this.forgottenIds.add(clientKey(market, clientOrderId));
  }

  private clientIds(market: string): TextIndex<StoredOrder> {
    let ids = this.byClientId.get(market);
    if (ids) return ids;
    const category = categoryOf(market);
    ids = this.byClientId.get(category) ?? new TextIndex<StoredOrder>(({ order }) => order.clientOrderId);
    this.byClientId.set(category, ids).set(market, ids);
    return ids;
  }
}

function categoryOf(market: string): string {
  return market.slice(0, market.indexOf(':'));
}

function clientKey(market: string, clientOrderId: string): string {
  return `${categoryOf(market)}:${clientOrderId}`;
}
