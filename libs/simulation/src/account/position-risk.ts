import { Decimal } from '@libs/kernel';
import { averageEntryOf } from './apply-trade';
import { bankruptcyPrice, liquidationPrice } from './liquidation-price';
import { MONEY_SCALE } from './fees';
import type { PositionQuestion } from './liquidation';
import { needOfPosition } from './linear-need';
import type { VenuePosition } from './position';
import { levelAt, riskLevels, type RiskLevel } from './risk-tiers';
import { leverageOf } from './settings';

/** Value, margin requirement and liquidation price of a position at the current mark price. */
export interface PositionRisk {
  readonly value: Decimal;
  readonly averageEntry: Decimal;
  readonly unrealised: Decimal;
  /** With the estimated fee to close. */
  readonly initial: Decimal;
  readonly maintenance: Decimal;
  readonly leverage: Decimal;
  readonly tier: RiskLevel;
  /** Absent for flat positions, and if no positive mark price would liquidate it. */
  readonly liquidationPrice?: Decimal;
  readonly bankruptcyPrice?: Decimal;
  /** The price at which closing recovers the position's cost so far, including fees and funding. */
  readonly breakEvenPrice?: Decimal;
}

export function positionRisk(question: PositionQuestion): PositionRisk {
  const { account, market, position } = question;
  const { mark } = market;
  const leverage = leverageOf(account.settings(market), position.index);
  const value = position.quantity.abs().times(mark);
  const tier = levelAt(riskLevels(market.instrument), value);
  if (position.quantity.isZero) return { ...FLAT, leverage, tier };
  const need = needOfPosition(account, market, { position, mark, terms: { leverage, taker: account.fees.taker } });
  const [liquidation, bankruptcy] = [liquidationPrice(question), bankruptcyPrice(question)];
  return {
    value,
    leverage,
    tier,
    averageEntry: averageEntryOf(position, MONEY_SCALE),
    unrealised: need.unrealised,
    initial: need.positionIM,
    maintenance: need.positionMM,
    ...(liquidation ? { liquidationPrice: liquidation } : {}),
    ...(bankruptcy ? { bankruptcyPrice: bankruptcy } : {}),
    breakEvenPrice: breakEvenOf(position, account.fees.taker),
  };
}

const FLAT = {
  value: Decimal.ZERO,
  averageEntry: Decimal.ZERO,
  unrealised: Decimal.ZERO,
  initial: Decimal.ZERO,
  maintenance: Decimal.ZERO,
};

/** Minimum rate that the exchange assumes for closing. https://bybit-exchange.github.io/docs/v5/position */
const LEAST_CLOSE_RATE = Decimal.parse('0.00055');

/** `(cost − realised) ÷ (quantity − |quantity| × rate)`. */
function breakEvenOf(position: VenuePosition, taker: Decimal): Decimal {
  const rate = Decimal.max(taker, LEAST_CLOSE_RATE);
  const divisor = position.quantity.minus(position.quantity.abs().times(rate));
  return position.cost.minus(position.realised).dividedBy(divisor, MONEY_SCALE);
}
