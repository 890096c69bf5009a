import type { Order } from '@libs/client';
import { Decimal } from '@libs/kernel';

/** What a person can do about an order. */
export type OrderAct = 'cancel' | 'amend';

/** An order that is over, being cancelled or not recorded yet cannot be cancelled. */
const CANCELLABLE: ReadonlySet<string> = new Set([
  ...['EMULATED', 'RELEASED', 'SUBMITTED', 'ACCEPTED', 'PENDING_UPDATE', 'PARTIALLY_FILLED', 'TRIGGERED', 'UNKNOWN'],
]);
/** Statuses reported by the venue. */
const AMENDABLE: ReadonlySet<string> = new Set(['ACCEPTED', 'PARTIALLY_FILLED']);

/** What a user can do with an order in its current status. */
export function actsOn({ status, type }: Pick<Order, 'status' | 'type'>): readonly OrderAct[] {
  if (!CANCELLABLE.has(status)) return [];
  return type === 'LIMIT' && AMENDABLE.has(status) ? ['amend', 'cancel'] : ['cancel'];
}

/** The input of an amendment. */
export interface TypedTerms {
  readonly quantity: string;
  readonly price: string;
}

/** The terms that differ from the order's, none if all are the same; a non-number is passed on, for the api to name. */
export function changesOf(order: Pick<Order, 'quantity' | 'price'>, typed: TypedTerms): Partial<TypedTerms> {
  return {
    ...(isSame(order.quantity, typed.quantity) ? {} : { quantity: typed.quantity.trim() }),
    ...(isSame(order.price ?? '', typed.price) ? {} : { price: typed.price.trim() }),
  };
}

function isSame(before: string, typed: string): boolean {
  const text = typed.trim();
  if (text === before) return true;
  try {
    return Decimal.parse(text).eq(Decimal.parse(before));
  } catch {
    return false;
  }
}
