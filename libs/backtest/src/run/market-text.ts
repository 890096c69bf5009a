import { Decimal } from '@libs/kernel';
import type { Category, Instrument } from '@libs/kernel';
import type { Texted } from '@libs/engine';
import type { MarketInstrument, RiskTier } from '@libs/simulation';

/** A market as plain JSON for a run in another process; exact numbers are decimal text. */
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
  /** Largest value of a position and its orders, quote units; if absent, tiers are derived from the leverage. */
  readonly riskLimit?: string;
}

const RATE_DIGITS = 6;

/** A limit that no order reaches. */
const NO_LIMIT = '1000000000000';

/**
 * Leverage and risk limits of a market that does not state them: the highest leverage that most exchanges allow, and no limit. A run is
 * then margined by its own leverage, and no order is refused by an invented limit.
 */
export function untoldRisk(category: Category): Pick<MarketText, 'maxLeverage' | 'riskLimit'> {
  return category === 'linear' ? { maxLeverage: 100, riskLimit: NO_LIMIT } : { maxLeverage: 1 };
}

/** The market of an instrument as a trader receives it, without leverage and risk limits. */
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

/** One tier for all sizes, with the rates of the lowest default tier. */
function tierOf(limit: Decimal, leverage: number): RiskTier {
  const maxLeverage = Decimal.fromNumber(leverage);
  const initial = Decimal.ONE.dividedBy(maxLeverage, RATE_DIGITS);
  return { limit, initial, maintenance: initial.dividedBy(Decimal.fromNumber(2), RATE_DIGITS), maxLeverage };
}
