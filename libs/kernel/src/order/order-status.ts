/** The lifecycle of an order. DENIED is refused by the platform, REJECTED by the venue. */
export const ORDER_STATUSES = [
  'INITIALIZED',
  'DENIED',
  'EMULATED',
  'RELEASED',
  'SUBMITTED',
  'ACCEPTED',
  'REJECTED',
  'PENDING_UPDATE',
  'PENDING_CANCEL',
  'PARTIALLY_FILLED',
  'FILLED',
  'CANCELED',
  'EXPIRED',
  'TRIGGERED',
  'UNKNOWN',
] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

const CLOSED: ReadonlySet<OrderStatus> = new Set(['DENIED', 'REJECTED', 'FILLED', 'CANCELED', 'EXPIRED']);

/** An open order may still fill, so it counts in exposure at its worst case; UNKNOWN is open. */
export function isOpen(status: OrderStatus): boolean {
  return !CLOSED.has(status);
}
