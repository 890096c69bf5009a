import type { Decimal } from '../number/decimal';

/**
 * What one owner holds of one symbol. `quantity` and `cost` are signed (short is negative); the average price is derived, so nothing is
 * rounded until part of the position is closed.
 */
export interface Position {
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  /** Realised profit before fees, in the settle asset. */
  readonly realised: Decimal;
  /** Fees paid in the settle asset. */
  readonly fees: Decimal;
}
