import { Decimal } from '@libs/kernel';
import type { MarketInstrument } from '../market/market-instrument';
import type { PositionIndex } from '../venue/order';

/** In cross margin the whole account backs every position, in isolated margin each position has its own margin. */
export type MarginMode = 'CROSS' | 'ISOLATED';

/** An account's settings for one linear market. */
export interface MarketSettings {
  readonly buyLeverage: Decimal;
  readonly sellLeverage: Decimal;
  /** A long and a short position side by side. */
  readonly hedged: boolean;
}

const USUAL_LEVERAGE = 10;

const USUAL: MarketSettings = {
  buyLeverage: Decimal.fromNumber(USUAL_LEVERAGE),
  sellLeverage: Decimal.fromNumber(USUAL_LEVERAGE),
  hedged: false,
};

/** Leverage 10, or the market's maximum if lower; one-way mode. */
export function defaultSettings(instrument: Pick<MarketInstrument, 'maxLeverage'>): MarketSettings {
  if (instrument.maxLeverage >= USUAL_LEVERAGE) return USUAL;
  const leverage = Decimal.fromNumber(instrument.maxLeverage);
  return { buyLeverage: leverage, sellLeverage: leverage, hedged: false };
}

/** The short side of hedge mode has its own leverage; in one-way mode both are equal. */
export function leverageOf(settings: MarketSettings, index: PositionIndex): Decimal {
  return index === 2 ? settings.sellLeverage : settings.buyLeverage;
}
