import type { OrderStatus } from './order-status';

/** What can happen to an order; `Reopened` is late proof from the venue that an order we considered closed is open. */
export type OrderEvent =
  | 'Denied'
  | 'Emulated'
  | 'Released'
  | 'Submitted'
  | 'Accepted'
  | 'Rejected'
  | 'CancelRequested'
  | 'CancelRefused'
  | 'UpdateRequested'
  | 'Updated'
  | 'UpdateRefused'
  | 'PartiallyFilled'
  | 'Filled'
  | 'Canceled'
  | 'Expired'
  | 'BecameUnknown'
  | 'Reopened';

type Row = Readonly<Partial<Record<OrderEvent, OrderStatus>>>;

/**
 * Every transition that can really happen; all others are illegal. Reports arrive late, twice and out of order, so a closed order absorbs
 * stale reports, and a fill overrides everything: a cancelled order may still turn out to be filled. An EMULATED order waits in the
 * platform for its trigger; a RELEASED one has triggered and waits for other orders to be out of its way, or waits for its trigger again. TRIGGERED gets its row once a
 * venue triggers orders.
 */
const TABLE: Readonly<Record<OrderStatus, Row>> = {
  INITIALIZED: { Denied: 'DENIED', Emulated: 'EMULATED', Released: 'RELEASED', Submitted: 'SUBMITTED' },
  DENIED: { Denied: 'DENIED', Reopened: 'ACCEPTED' },
  EMULATED: { Released: 'RELEASED', Updated: 'EMULATED', Canceled: 'CANCELED' },
  RELEASED: { Denied: 'DENIED', Emulated: 'EMULATED', Submitted: 'SUBMITTED', Updated: 'RELEASED', Canceled: 'CANCELED' },
  TRIGGERED: {},
  SUBMITTED: {
    Denied: 'DENIED',
    Accepted: 'ACCEPTED',
    Rejected: 'REJECTED',
    CancelRequested: 'PENDING_CANCEL',
    CancelRefused: 'SUBMITTED',
    UpdateRequested: 'PENDING_UPDATE',
    PartiallyFilled: 'PARTIALLY_FILLED',
    Filled: 'FILLED',
    Canceled: 'CANCELED',
    Expired: 'EXPIRED',
    BecameUnknown: 'UNKNOWN',
  },
  UNKNOWN: {
    Accepted: 'ACCEPTED',
    Rejected: 'REJECTED',
    CancelRequested: 'UNKNOWN',
    CancelRefused: 'UNKNOWN',
    Updated: 'ACCEPTED',
    UpdateRefused: 'UNKNOWN',
    PartiallyFilled: 'PARTIALLY_FILLED',
    Filled: 'FILLED',
    Canceled: 'CANCELED',
    Expired: 'EXPIRED',
    BecameUnknown: 'UNKNOWN',
  },
  ACCEPTED: {
    Accepted: 'ACCEPTED',
    Rejected: 'REJECTED',
    CancelRequested: 'PENDING_CANCEL',
    CancelRefused: 'ACCEPTED',
    UpdateRequested: 'PENDING_UPDATE',
    Updated: 'ACCEPTED',
    UpdateRefused: 'ACCEPTED',
    PartiallyFilled: 'PARTIALLY_FILLED',
    Filled: 'FILLED',
    Canceled: 'CANCELED',
    Expired: 'EXPIRED',
    BecameUnknown: 'ACCEPTED',
  },
  PARTIALLY_FILLED: {
    Accepted: 'PARTIALLY_FILLED',
    CancelRequested: 'PENDING_CANCEL',
    CancelRefused: 'PARTIALLY_FILLED',
    UpdateRequested: 'PENDING_UPDATE',
    Updated: 'PARTIALLY_FILLED',
    UpdateRefused: 'PARTIALLY_FILLED',
    PartiallyFilled: 'PARTIALLY_FILLED',
    Filled: 'FILLED',
    Canceled: 'CANCELED',
    Expired: 'EXPIRED',
    BecameUnknown: 'PARTIALLY_FILLED',
  },
  PENDING_UPDATE: {
    Denied: 'DENIED',
    Accepted: 'PENDING_UPDATE',
    Rejected: 'REJECTED',
    CancelRequested: 'PENDING_CANCEL',
    CancelRefused: 'PENDING_UPDATE',
    Updated: 'ACCEPTED',
    UpdateRefused: 'ACCEPTED',
    PartiallyFilled: 'PENDING_UPDATE',
    Filled: 'FILLED',
    Canceled: 'CANCELED',
    Expired: 'EXPIRED',
    BecameUnknown: 'UNKNOWN',
  },
  PENDING_CANCEL: {
    Denied: 'DENIED',
    Accepted: 'PENDING_CANCEL',
    Rejected: 'REJECTED',
    CancelRequested: 'PENDING_CANCEL',
    CancelRefused: 'ACCEPTED',
    Updated: 'PENDING_CANCEL',
    UpdateRefused: 'PENDING_CANCEL',
    PartiallyFilled: 'PENDING_CANCEL',
    Filled: 'FILLED',
    Canceled: 'CANCELED',
    Expired: 'EXPIRED',
    BecameUnknown: 'UNKNOWN',
  },
  REJECTED: {
    Accepted: 'REJECTED',
    Rejected: 'REJECTED',
    CancelRefused: 'REJECTED',
    UpdateRefused: 'REJECTED',
    Canceled: 'REJECTED',
    BecameUnknown: 'REJECTED',
    Reopened: 'ACCEPTED',
  },
  FILLED: {
    Accepted: 'FILLED',
    CancelRefused: 'FILLED',
    UpdateRefused: 'FILLED',
    Canceled: 'FILLED',
    BecameUnknown: 'FILLED',
  },
  CANCELED: {
    Accepted: 'CANCELED',
    Rejected: 'CANCELED',
    CancelRefused: 'CANCELED',
    UpdateRefused: 'CANCELED',
    PartiallyFilled: 'CANCELED',
    Filled: 'FILLED',
    Canceled: 'CANCELED',
    Expired: 'CANCELED',
    BecameUnknown: 'CANCELED',
    Reopened: 'ACCEPTED',
  },
  EXPIRED: {
    Accepted: 'EXPIRED',
    Rejected: 'REJECTED',
    CancelRefused: 'EXPIRED',
    UpdateRefused: 'EXPIRED',
    PartiallyFilled: 'EXPIRED',
    Filled: 'FILLED',
    Canceled: 'CANCELED',
    Expired: 'EXPIRED',
    BecameUnknown: 'EXPIRED',
    Reopened: 'ACCEPTED',
  },
};

/** The status after `event`; throws `IllegalTransition` for a transition that cannot happen. */
export function transition(status: OrderStatus, event: OrderEvent): OrderStatus {
  const next = TABLE[status][event];
  if (next === undefined) throw new IllegalTransition(status, event);
  return next;
}

/** A status and event that contradict our model of the venue or of the platform. */
export class IllegalTransition extends Error {
  constructor(
    readonly status: OrderStatus,
    readonly event: OrderEvent,
  ) {
    super(`an order that is ${status} cannot take the event ${event}`);
    this.name = 'IllegalTransition';
  }
}
