import type { Decimal, Instrument } from '@libs/kernel';

/** An instrument with the limits that only its exchange checks. */
export interface MarketInstrument extends Instrument {
  readonly maxMarketQuantity: Decimal;
  /** Linear only; 1 for spot. */
  readonly maxLeverage: number;
}

/** Names one market of an exchange: the same venue symbol may exist in several categories. */
export type MarketKey = string;

export function marketKey(instrument: Pick<Instrument, 'category' | 'venueSymbol'>): MarketKey {
  return `${instrument.category}:${instrument.venueSymbol}`;
}
