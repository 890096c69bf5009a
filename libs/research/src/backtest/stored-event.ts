import type { Decimal, OrderSide } from '@libs/kernel';

/** Events of one moment: trades, or the new state of a book. */
export type StoredEvent =
  | { readonly at: number; readonly kind: 'print'; readonly side: OrderSide; readonly price: Decimal; readonly quantity: Decimal }
  | {
      readonly at: number;
      readonly kind: 'snapshot' | 'delta' | 'lost';
      readonly bids: readonly (readonly [price: Decimal, quantity: Decimal])[];
      readonly asks: readonly (readonly [price: Decimal, quantity: Decimal])[];
    };
