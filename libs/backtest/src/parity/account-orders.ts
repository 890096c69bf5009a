import { isOpen } from '@libs/kernel';
import type { Decimal, Fill, Order } from '@libs/kernel';

/** Which orders of an account's strategies matched another's, or queued behind them. */
export class AccountOrders {
  private readonly open = new Map<string, Order>();
  private readonly behind = new Set<string>();
  private readonly met = new Set<string>();

  changed(order: Order): void {
    if (isOpen(order.status)) this.open.set(order.clientOrderId, order);
    else this.open.delete(order.clientOrderId);
    for (const other of this.othersOf(order)) {
      this.hold(order, other);
      this.hold(other, order);
    }
  }

  /** The report of either side of a trade may come first. */
  filled({ clientOrderId, price, ...fill }: Fill): void {
    for (const other of this.othersOf(fill)) {
      if (other.side === fill.side) continue;
      if (fill.liquidity === 'TAKER' && isResting(other) && isAsGood(other, price)) this.met.add(clientOrderId);
      if (fill.liquidity === 'MAKER' && reaches(other, price)) this.met.add(other.clientOrderId);
    }
  }

  /** True if another's order rested on its side at its price or better. */
  isBehind(clientOrderId: string): boolean {
    return this.behind.has(clientOrderId);
  }

  /** True if another's order rested on the other side where it could match. */
  hasMet(clientOrderId: string): boolean {
    return this.met.has(clientOrderId);
  }

  private hold(order: Order, other: Order): void {
    const { price, side, clientOrderId } = order;
    // An order without a price is compared by its fill price.
    if (price === undefined || !isResting(other)) return;
    if (side !== other.side && reaches(order, other.price!)) this.met.add(clientOrderId);
    if (side === other.side && order.timeInForce === 'GTC' && isAsGood(other, price)) this.behind.add(clientOrderId);
  }

  private othersOf({ deploymentId, symbol }: Pick<Order, 'deploymentId' | 'symbol'>): readonly Order[] {
    return [...this.open.values()].filter((other) => other.symbol === symbol && other.deploymentId !== deploymentId);
  }
}

/** It counts from the venue's first report of it. */
function isResting({ type, venueOrderId, timeInForce }: Order): boolean {
  return type === 'LIMIT' && venueOrderId !== undefined && timeInForce === 'GTC';
}

/** True if at that price an order of the other side matches, or one of its own side has priority. */
function isAsGood({ side, price }: Order, than: Decimal): boolean {
  return side === 'BUY' ? price!.gte(than) : price!.lte(than);
}

function reaches({ side, price, status }: Order, at: Decimal): boolean {
  if (status === 'EMULATED') return false;
  return price === undefined || (side === 'BUY' ? price.gte(at) : price.lte(at));
}
