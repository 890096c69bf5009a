import { endSibling, forgetExit } from './exits';
import type { LiveOrder } from './desk';
import type { CancelReason, SimOrder } from './order';
import { refuse, type Refusal } from './refusal';
import type { OrderId, SubmitResult } from './requests';
import type { VenueState } from './venue-state';

export function cancel(state: VenueState, accountId: string, { id, reason }: { id: OrderId; reason: CancelReason }): SubmitResult {
  const found = findOpen(state, accountId, id);
  return 'code' in found ? { kind: 'refused', refusal: found } : { kind: 'accepted', order: cancelLive(state, found, reason) };
}

export interface CancelChoice {
  readonly which: (order: SimOrder) => boolean;
  readonly reason: CancelReason;
}

export function cancelAll(state: VenueState, accountId: string, { which, reason }: CancelChoice): readonly SimOrder[] {
  const { account } = state.client(accountId);
  const chosen = [...account.orders.open.values()].filter(which);
  // Cancelling one of a pair cancels the other.
  return chosen.flatMap((order) => {
    const live = state.find(account, order);
    return live ? [cancelLive(state, live, reason)] : [account.orders.get(order.orderId)!];
  });
}

/** The open order with a client's id, or why there is none to change. */
export function findOpen(state: VenueState, accountId: string, id: OrderId): LiveOrder | Refusal {
  const stored = state.client(accountId).account.orders.stored(id);
  if (!stored || stored.order.market !== id.market) return refuse('ORDER_NOT_FOUND');
  if (stored.order.status === 'FILLED') return refuse('ORDER_ALREADY_FILLED');
  return stored.isOpen ? state.liveAt(stored.number) : refuse('ORDER_ALREADY_CANCELLED');
}

/** Removes an open order from wherever it is, together with its paired exit. */
export function cancelLive(state: VenueState, live: LiveOrder, reason: CancelReason): SimOrder {
  live.withdraw();
  forgetExit(state, live);
  const order = state.close(live, reason);
  endSibling(state, live, reason);
  return order;
}
