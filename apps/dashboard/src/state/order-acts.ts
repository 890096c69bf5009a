import type { Order } from '@libs/client';
import { Decimal } from '@libs/kernel';

/** What a person can do about an order. */
export type OrderAct = 'cancel' | 'amend';

/** What is over, on its way out or not written down yet takes no cancel. */
const CANCELLABLE: ReadonlySet<string> = new Set([
  ...['EMULATED', 'RELEASED', 'SUBMITTED', 'ACCEPTED', 'PENDING_UPDATE', 'PARTIALLY_FILLED', 'TRIGGERED', 'UNKNOWN'],
]);
/** Orders of which the venue has said how they stand. */
const AMENDABLE: ReadonlySet<string> = new Set(['ACCEPTED', 'PARTIALLY_FILLED']);

/** What can be done about an order as it stands. */
export function actsOn({ status, type }: Pick<Order, 'status' | 'type'>): readonly OrderAct[] {
  if (!CANCELLABLE.has(status)) return [];
  return type === 'LIMIT' && AMENDABLE.has(status) ? ['amend', 'cancel'] : ['cancel'];
}

/** What was typed into the fields of an amendment. */
export interface TypedTerms {
  readonly quantity: string;
  readonly price: string;
}

/** The terms that differ from those of the order, none where all are the same; what is no number goes as it is, for the api to name. */
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
