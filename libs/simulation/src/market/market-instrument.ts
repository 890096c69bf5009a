import type { Decimal, Instrument } from '@libs/kernel';

/** One tier of a market's risk limits: the margin that a position up to `limit` needs. */
export interface RiskTier {
  /** Largest value of position and orders, in quote units. */
  readonly limit: Decimal;
  /** Fractions of the value. */
  readonly maintenance: Decimal;
  readonly initial: Decimal;
  readonly maxLeverage: Decimal;
}

/** Ratios X and Y of a venue's limit-price rule, as fractions of the price. */
export interface PriceLimit {
  readonly x: Decimal;
  readonly y: Decimal;
}

/** Linear only: the funding interval, and the largest rate as a fraction of the value. */
export interface FundingTerms {
  readonly intervalMs: number;
  readonly cap: Decimal;
}

/** An instrument with the limits that only its exchange checks. */
export interface MarketInstrument extends Instrument {
  readonly maxMarketQuantity: Decimal;
  /** Linear only; 1 for spot. */
  readonly maxLeverage: number;
  /** Lowest first; if absent, tiers are derived from `maxLeverage`. */
  readonly riskTiers?: readonly RiskTier[];
  readonly minPrice?: Decimal;
  readonly maxPrice?: Decimal;
  /** Largest post-only order; `maxQuantity` if absent. */
  readonly maxPostOnlyQuantity?: Decimal;
  /** Spot: largest value of an order, in quote units. */
  readonly maxNotional?: Decimal;
  /** Spot: step of amounts in the quote coin. */
  readonly quotePrecision?: Decimal;
  /** How far from the market an order's price may be. */
  readonly priceLimit?: PriceLimit;
  readonly funding?: FundingTerms;
  /** Epoch milliseconds. */
  readonly launchedAt?: number;
  /** The venue's numeric id of the market. */
  readonly venueId?: number;
}

/** Identifies one market of an exchange: the same venue symbol may exist in several categories. */
export type MarketKey = string;

export function marketKey(instrument: Pick<Instrument, 'category' | 'venueSymbol'>): MarketKey {
  return `${instrument.category}:${instrument.venueSymbol}`;
}
