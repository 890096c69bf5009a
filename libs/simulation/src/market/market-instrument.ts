import type { Decimal, Instrument } from '@libs/kernel';

/** One step of a market's risk limits: what a position up to `limit` needs as margin. */
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

/** Linear only: how often holders pay each other, and at most which fraction of the value. */
export interface FundingTerms {
  readonly intervalMs: number;
  readonly cap: Decimal;
}

/** An instrument with the limits that only its exchange checks. */
export interface MarketInstrument extends Instrument {
  readonly maxMarketQuantity: Decimal;
  /** Linear only; 1 for spot. */
  readonly maxLeverage: number;
  /** Lowest first; without it a ladder is made from `maxLeverage`. */
  readonly riskTiers?: readonly RiskTier[];
  readonly minPrice?: Decimal;
  readonly maxPrice?: Decimal;
  /** Most of a post-only order; `maxQuantity` when absent. */
  readonly maxPostOnlyQuantity?: Decimal;
  /** Spot: largest value of an order, in quote units. */
  readonly maxNotional?: Decimal;
  /** Spot: step of amounts in the quote coin. */
  readonly quotePrecision?: Decimal;
  /** How far from the market the price of an order may lie. */
  readonly priceLimit?: PriceLimit;
  readonly funding?: FundingTerms;
  /** Epoch milliseconds. */
  readonly launchedAt?: number;
  /** The venue's number of the market. */
  readonly venueId?: number;
}

/** Names one market of an exchange: the same venue symbol may exist in several categories. */
export type MarketKey = string;

export function marketKey(instrument: Pick<Instrument, 'category' | 'venueSymbol'>): MarketKey {
  return `${instrument.category}:${instrument.venueSymbol}`;
}
