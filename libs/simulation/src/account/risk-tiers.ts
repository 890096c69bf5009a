import { Decimal } from '@libs/kernel';
import type { MarketInstrument, RiskTier } from '../market/market-instrument';

/** A tier with the deduction that makes the maintenance margin continuous across tiers. */
export interface RiskLevel extends RiskTier {
  /** Counted from 1, the lowest. */
  readonly id: number;
  readonly deduction: Decimal;
}

const FIRST_LIMIT = Decimal.fromNumber(1_000_000);
const TWO = Decimal.fromNumber(2);
const RATE_SCALE = 6;
const LEVERAGE_SCALE = 2;

const known = new WeakMap<MarketInstrument, readonly RiskLevel[]>();

/** The tiers of a market, lowest first. */
export function riskLevels(instrument: MarketInstrument): readonly RiskLevel[] {
  let levels = known.get(instrument);
  if (!levels) {
    levels = withDeductions(instrument.riskTiers ?? defaultTiers(instrument.maxLeverage));
    known.set(instrument, levels);
  }
  return levels;
}

/**
 * Tiers for markets that define none: the first holds 1,000,000 quote units at full leverage, with a maintenance rate of half the initial
 * rate; each further tier doubles limit and rates, down to leverage 1.
 */
export function defaultTiers(maxLeverage: number): readonly RiskTier[] {
  const tiers: RiskTier[] = [];
  let limit = FIRST_LIMIT;
  for (let initial = Decimal.ONE.dividedBy(Decimal.fromNumber(maxLeverage), RATE_SCALE); ; initial = initial.times(TWO)) {
    const rate = Decimal.min(initial, Decimal.ONE);
    const leverage = tiers.length === 0 ? Decimal.fromNumber(maxLeverage) : Decimal.ONE.dividedBy(rate, LEVERAGE_SCALE, 'DOWN');
    tiers.push({ limit, initial: rate, maintenance: rate.dividedBy(TWO, RATE_SCALE), maxLeverage: leverage });
    if (initial.gte(Decimal.ONE)) return tiers;
    limit = limit.times(TWO);
  }
}

/** The tier of a position (with its orders) of this value; the last one beyond its limit. */
export function levelAt(levels: readonly RiskLevel[], value: Decimal): RiskLevel {
  for (const level of levels) if (value.lte(level.limit)) return level;
  return levels[levels.length - 1]!;
}

/** The largest value allowed at a leverage; zero if no tier allows it. */
export function limitAt(levels: readonly RiskLevel[], leverage: Decimal): Decimal {
  let limit = Decimal.ZERO;
  for (const level of levels) if (leverage.lte(level.maxLeverage)) limit = level.limit;
  return limit;
}

/** `deduction(n) = deduction(n−1) + limit(n−1) × (maintenance(n) − maintenance(n−1))`, as on the real exchange. */
function withDeductions(tiers: readonly RiskTier[]): readonly RiskLevel[] {
  let deduction = Decimal.ZERO;
  return tiers.map((tier, index) => {
    const lower = tiers[index - 1];
    if (lower) deduction = deduction.plus(lower.limit.times(tier.maintenance.minus(lower.maintenance)));
    return { ...tier, id: index + 1, deduction };
  });
}
