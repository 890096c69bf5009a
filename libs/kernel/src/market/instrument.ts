import type { Decimal } from '../number/decimal';

export type Category = 'spot' | 'linear';

/** What can be traded, and its steps; symbols are in ccxt notation (`BTC/USDT`, `BTC/USDT:USDT`). */
export interface Instrument {
  readonly venue: string;
  readonly symbol: string;
  readonly venueSymbol: string;
  readonly category: Category;
  readonly base: string;
  readonly quote: string;
  /** The asset in which profit, fees and margin of a linear contract are paid; the quote asset for spot. */
  readonly settle: string;
  readonly tickSize: Decimal;
  /** Highest price of a limit order; absent if the venue states none. */
  readonly maxPrice?: Decimal;
  readonly lotSize: Decimal;
  readonly minQuantity: Decimal;
  readonly maxQuantity: Decimal;
  /** In quote units. */
  readonly minNotional: Decimal;
}
