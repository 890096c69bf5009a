import { Decimal } from '@libs/kernel';
import type { Category, Instrument } from '@libs/kernel';
import type { Texted } from '@libs/engine';
import type { MarketInstrument, RiskTier } from '@libs/simulation';

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
  /** Largest value of a position and its orders, quote units; without it a ladder is made of the leverage. */
  readonly riskLimit?: string;
}

const RATE_DIGITS = 6;

/** Enough for whatever an exchange allowed. */
const NO_LIMIT = '1000000000000';

/**
 * Of a market whose leverage and risk limits nobody told: the one is what most allow, and the others are none, so that a run is margined by
 * the leverage that it states and no order is refused by a limit that was made up.
 */
export function untoldRisk(category: Category): Pick<MarketText, 'maxLeverage' | 'riskLimit'> {
  return category === 'linear' ? { maxLeverage: 100, riskLimit: NO_LIMIT } : { maxLeverage: 1 };
}

/** As a trader is told it. */
export function marketTextOf({ maxPrice: _highest, ...instrument }: Texted<Instrument>): MarketText {
  return { ...instrument, ...untoldRisk(instrument.category) };
}

export function marketOf(text: MarketText): MarketInstrument {
  const { tickSize, lotSize, minQuantity, maxQuantity, minNotional, riskLimit, ...rest } = text;
  const most = Decimal.parse(maxQuantity);
  return {
    ...rest,
    ...(riskLimit === undefined ? {} : { riskTiers: [tierOf(Decimal.parse(riskLimit), rest.maxLeverage)] }),
    tickSize: Decimal.parse(tickSize),
    lotSize: Decimal.parse(lotSize),
    minNotional: Decimal.parse(minNotional),
    minQuantity: Decimal.parse(minQuantity),
    maxQuantity: most,
    maxMarketQuantity: most,
  };
}

/** One tier for all sizes, its rates as of the lowest one of a ladder. */
function tierOf(limit: Decimal, leverage: number): RiskTier {
  const maxLeverage = Decimal.fromNumber(leverage);
  const initial = Decimal.ONE.dividedBy(maxLeverage, RATE_DIGITS);
  return { limit, initial, maintenance: initial.dividedBy(Decimal.fromNumber(2), RATE_DIGITS), maxLeverage };
}
