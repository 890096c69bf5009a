import { isOpen, type SimOrder } from '../venue/order';
import { ClientIdMemory } from './client-id-memory';
import { RecentMap } from './recent';

export interface OrderLookup {
  readonly market: string;
  readonly orderId?: string;
  readonly clientOrderId?: string;
}

/** The orders of an account: every open one and the newest closed ones; used client ids are remembered for ever. */
export class OrderStore {
  /** In the order of their arrival. */
  readonly open = new Map<string, SimOrder>();
  /** The longest closed first. */
  readonly closed: RecentMap<SimOrder>;
  readonly forgottenIds = new ClientIdMemory();
  private readonly byClientId = new Map<string, string>();

  constructor(kept: number) {
    this.closed = new RecentMap(kept);
  }

  put(order: SimOrder): void {
    // Known already when it is open, so only its first value has to be entered.
    if (order.clientOrderId !== '' && !this.open.has(order.orderId))
      this.byClientId.set(clientKey(order.market, order.clientOrderId), order.orderId);
    if (isOpen(order)) {
      this.open.set(order.orderId, order);
      return;
    }
    this.open.delete(order.orderId);
    const forgotten = this.closed.set(order.orderId, order);
    if (forgotten) this.forgetClientId(forgotten);
  }

  get(orderId: string): SimOrder | undefined {
    return this.open.get(orderId) ?? this.closed.get(orderId);
  }

  /** Finds by venue id or, within one market's category, by client id. */
  find(id: OrderLookup): SimOrder | undefined {
    const orderId = id.orderId || this.byClientId.get(clientKey(id.market, id.clientOrderId ?? ''));
    return orderId === undefined ? undefined : this.get(orderId);
  }

  hasUsed(market: string, clientOrderId: string): boolean {
    const key = clientKey(market, clientOrderId);
    return this.byClientId.has(key) || (this.forgottenIds.size > 0 && this.forgottenIds.has(key));
  }

  *all(): Generator<SimOrder> {
    yield* this.closed.values();
    yield* this.open.values();
  }

  private forgetClientId({ market, clientOrderId, orderId }: SimOrder): void {
    const key = clientKey(market, clientOrderId);
    if (clientOrderId === '' || this.byClientId.get(key) !== orderId) return;
    this.byClientId.delete(key);
    this.forgottenIds.add(key);
  }
}

/** Client ids are unique per category, as on the real exchange. */
function clientKey(market: string, clientOrderId: string): string {
  return `${market.slice(0, market.indexOf(':'))}:${clientOrderId}`;
}
