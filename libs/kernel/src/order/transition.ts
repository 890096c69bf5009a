import type { OrderStatus } from './order-status';

/** What can happen to an order; `Reopened` is late proof from the venue that an order we had closed is alive. */
export type OrderEvent =
  | 'Denied'
  | 'Submitted'
  | 'Accepted'
  | 'Rejected'
  | 'CancelRequested'
  | 'CancelRefused'
  | 'PartiallyFilled'
  | 'Filled'
  | 'Canceled'
  | 'Expired'
  | 'BecameUnknown'
  | 'Reopened';

type Row = Readonly<Partial<Record<OrderEvent, OrderStatus>>>;

/**
 * Every pair that can really happen; all others are illegal. Reports arrive late, twice and out of order, so a closed order
 * absorbs stale news, and a fill outweighs everything: a cancelled order may still turn out to be filled.
 * EMULATED, RELEASED, TRIGGERED and PENDING_UPDATE get their rows with the order types that need them.
 */
const TABLE: Readonly<Record<OrderStatus, Row>> = {
  INITIALIZED: { Denied: 'DENIED', Submitted: 'SUBMITTED' },
  DENIED: { Denied: 'DENIED', Reopened: 'ACCEPTED' },
  EMULATED: {},
  RELEASED: {},
  TRIGGERED: {},
  PENDING_UPDATE: {},
  SUBMITTED: {
    Denied: 'DENIED',
    Accepted: 'ACCEPTED',
    Rejected: 'REJECTED',
    CancelRequested: 'PENDING_CANCEL',
    CancelRefused: 'SUBMITTED',
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
    PartiallyFilled: 'PARTIALLY_FILLED',
    Filled: 'FILLED',
    Canceled: 'CANCELED',
    Expired: 'EXPIRED',
    BecameUnknown: 'PARTIALLY_FILLED',
  },
  PENDING_CANCEL: {
    Denied: 'DENIED',
    Accepted: 'PENDING_CANCEL',
    Rejected: 'REJECTED',
    CancelRequested: 'PENDING_CANCEL',
    CancelRefused: 'ACCEPTED',
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
    Canceled: 'REJECTED',
    BecameUnknown: 'REJECTED',
    Reopened: 'ACCEPTED',
  },
  FILLED: {
    Accepted: 'FILLED',
    CancelRefused: 'FILLED',
    Canceled: 'FILLED',
    BecameUnknown: 'FILLED',
  },
  CANCELED: {
    Accepted: 'CANCELED',
    Rejected: 'CANCELED',
    CancelRefused: 'CANCELED',
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
    PartiallyFilled: 'EXPIRED',
    Filled: 'FILLED',
    Canceled: 'CANCELED',
    Expired: 'EXPIRED',
    BecameUnknown: 'EXPIRED',
    Reopened: 'ACCEPTED',
  },
};

/** The status after `event`; throws `IllegalTransition` for a pair that cannot happen. */
export function transition(status: OrderStatus, event: OrderEvent): OrderStatus {
  const next = TABLE[status][event];
  if (next === undefined) throw new IllegalTransition(status, event);
  return next;
}

/** A pair of status and event that breaks what we believe about the venue or about ourselves. */
export class IllegalTransition extends Error {
  constructor(
    readonly status: OrderStatus,
    readonly event: OrderEvent,
  ) {
    super(`an order that is ${status} cannot take the event ${event}`);
    this.name = 'IllegalTransition';
  }
}
