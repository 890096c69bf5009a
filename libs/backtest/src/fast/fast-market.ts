import type { Decimal } from '@libs/kernel';
import { leverageOf, marketKey, riskLevels } from '@libs/simulation';
import type { MarketInstrument, VenueAccount } from '@libs/simulation';
import { MOST_LOTS } from '../run/bar-player';

/** Digits to which a venue rounds fees, and the cost of a closed part of a position. */
export const FEE_SCALE = 8;

const MOST_DIGITS = 12;

/** One linear market and its venue's limits, in whole numbers. */
export interface FastMarket {
  readonly instrument: MarketInstrument;
  /** A price is ticks × tickUnits / tickPower, a quantity is lots × lotUnits / lotPower. */
  readonly tickUnits: number;
  readonly tickPower: number;
  readonly lotUnits: number;
  readonly lotPower: number;
  /** Money is counted in 10^-moneyScale; moneyPower of these are one unit of the asset, feeUnit of these are 10^-8. */
  readonly moneyScale: number;
  readonly moneyPower: number;
  readonly feeUnit: number;
  /** Value of a lot at a price of one tick: in the settle asset, rounded, and in units of money. */
  readonly value: number;
  readonly unit: number;
  /** A fee is lots × ticks × feeTop / feeBottom in 10^-8. */
  readonly feeTop: number;
  readonly feeBottom: number;
  /** Orders within these bounds are not refused for their size. */
  readonly minLots: number;
  readonly maxLots: number;
  /** Lots × ticks. */
  readonly minValue: number;
  /** Margin and fees of an opened value as a fraction of it, and the largest value that the venue allows. */
  readonly marginRate: number;
  readonly riskLimit: number;
  readonly slippageTicks: number;
}

/** Null if its numbers are too long for doubles. */
export function fastMarket(instrument: MarketInstrument, account: VenueAccount, money: Decimal, slippageTicks: number): FastMarket | null {
  const { tickSize, lotSize, minQuantity, maxQuantity, maxMarketQuantity, minNotional } = instrument;
  const { taker } = account.fees;
  const valueScale = tickSize.scale + lotSize.scale;
  const moneyScale = Math.max(FEE_SCALE, valueScale, money.scale);
  const [tickUnits, lotUnits, rate] = [Number(tickSize.units), Number(lotSize.units), Number(taker.units)];
  const beyond = valueScale + taker.scale - FEE_SCALE;
  if (moneyScale > MOST_DIGITS || beyond > MOST_DIGITS || tickSize.scale > FEE_SCALE) return null;
  const step = tickSize.times(lotSize);
  const leverage = leverageOf(account.settings({ instrument, key: marketKey(instrument) }), 0).toNumber();
  const fee = Math.abs(taker.toNumber());
  const most = maxMarketQuantity.lt(maxQuantity) ? maxMarketQuantity : maxQuantity;
  const market: FastMarket = {
    instrument,
    tickUnits,
    lotUnits,
    moneyScale,
    slippageTicks,
    moneyPower: 10 ** moneyScale,
    feeUnit: 10 ** (moneyScale - FEE_SCALE),
    tickPower: 10 ** tickSize.scale,
    lotPower: 10 ** lotSize.scale,
    value: step.toNumber(),
    unit: tickUnits * lotUnits * 10 ** (moneyScale - valueScale),
    feeTop: tickUnits * lotUnits * rate * (beyond < 0 ? 10 ** -beyond : 1),
    feeBottom: beyond > 0 ? 10 ** beyond : 1,
    // An order of nothing is denied, whatever the market's minimum.
    minLots: Math.max(1, minQuantity.dividedBy(lotSize, 0, 'CEILING').toNumber()),
    maxLots: Math.min(MOST_LOTS, most.dividedBy(lotSize, 0, 'FLOOR').toNumber()),
    minValue: minNotional.dividedBy(step, 0, 'CEILING').toNumber(),
    marginRate: 1 / leverage + (1 + 1 / leverage) * fee + fee,
    riskLimit: limitAt(instrument, leverage),
  };
  const whole = [tickUnits, lotUnits, rate, market.unit, market.feeTop, market.minLots, market.maxLots, market.minValue];
  return whole.every(Number.isSafeInteger) ? market : null;
}

function limitAt(instrument: MarketInstrument, leverage: number): number {
  const allowing = riskLevels(instrument).filter(({ maxLeverage }) => leverage <= maxLeverage.toNumber());
  return allowing.at(-1)?.limit.toNumber() ?? 0;
}
