import type { OrderStatus } from '@libs/kernel';
import type { SimOrder } from './order';

/** The status an adapter would report for an order in that state of the venue. */
export const REPORTED_STATUS = {
  UNTRIGGERED: 'ACCEPTED',
  NEW: 'ACCEPTED',
  PARTIALLY_FILLED: 'PARTIALLY_FILLED',
  FILLED: 'FILLED',
  CANCELLED: 'CANCELED',
  DEACTIVATED: 'CANCELED',
  REJECTED: 'REJECTED',
} as const satisfies Record<SimOrder['status'], OrderStatus>;
