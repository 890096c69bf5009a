import type { Decimal } from '../number/decimal';

export type Category = 'spot' | 'linear';

/** What may be traded and in which steps; symbols are written as in ccxt (`BTC/USDT`, `BTC/USDT:USDT`). */
export interface Instrument {
  readonly venue: string;
  readonly symbol: string;
  readonly venueSymbol: string;
  readonly category: Category;
  readonly base: string;
  readonly quote: string;
  /** The asset that profit, fees and margin of a linear contract are paid in; the quote for spot. */
  readonly settle: string;
  readonly tickSize: Decimal;
  /** The highest price of a limit order; absent where the venue names none. */
  readonly maxPrice?: Decimal;
  readonly lotSize: Decimal;
  readonly minQuantity: Decimal;
  readonly maxQuantity: Decimal;
  /** In quote units. */
  readonly minNotional: Decimal;
}
