import { Decimal } from '@libs/kernel';
import type { Category, Instrument } from '@libs/kernel';
import type { Texted } from '@libs/engine';
import type { MarketInstrument } from '@libs/simulation';

/** A market in plain JSON, exact numbers as decimal text: what a run in another process is told. */
export interface MarketText {
  readonly venue: string;
  readonly symbol: string;
  readonly venueSymbol: string;
  readonly category: Category;
  readonly base: string;
  readonly quote: string;
  readonly settle: string;
  readonly tickSize: string;
  readonly lotSize: string;
  readonly minQuantity: string;
  readonly maxQuantity: string;
  readonly minNotional: string;
  /** 1 for spot. */
  readonly maxLeverage: number;
}

/** As an exchange lists it; its leverage is not told, so it is what most allow. */
export function marketTextOf({ maxPrice: _highest, ...instrument }: Texted<Instrument>): MarketText {
  return { ...instrument, maxLeverage: instrument.category === 'linear' ? 100 : 1 };
}

export function marketOf({ tickSize, lotSize, minQuantity, maxQuantity, minNotional, ...rest }: MarketText): MarketInstrument {
  const most = Decimal.parse(maxQuantity);
  return {
    ...rest,
    ...{ tickSize: Decimal.parse(tickSize), lotSize: Decimal.parse(lotSize), minNotional: Decimal.parse(minNotional) },
    ...{ minQuantity: Decimal.parse(minQuantity), maxQuantity: most, maxMarketQuantity: most },
  };
}
