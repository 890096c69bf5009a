import { endSibling, forgetExit } from './exits';
import type { LiveOrder } from './desk';
import { isOpen, type CancelReason, type SimOrder } from './order';
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
  const chosen = [...state.client(accountId).account.orders.open.values()].filter(which);
  // One of a pair takes the other with it.
  return chosen.flatMap(({ orderId }) => {
    const live = state.find(orderId);
    return live ? [cancelLive(state, live, reason)] : [state.client(accountId).account.orders.get(orderId)!];
  });
}

/** The open order of a client's id, or why there is none to change. */
export function findOpen(state: VenueState, accountId: string, id: OrderId): LiveOrder | Refusal {
  const order = state.client(accountId).account.find(id);
  if (!order || order.market !== id.market) return refuse('ORDER_NOT_FOUND');
  if (order.status === 'FILLED') return refuse('ORDER_ALREADY_FILLED');
  return isOpen(order) ? state.find(order.orderId)! : refuse('ORDER_ALREADY_CANCELLED');
}

/** Takes an open order out of wherever it is, and with it the exit it is paired with. */
export function cancelLive(state: VenueState, live: LiveOrder, reason: CancelReason): SimOrder {
  live.withdraw();
  forgetExit(state, live);
  const order = state.close(live, reason);
  endSibling(state, order);
  return order;
}
