import { Decimal } from '@libs/sdk';

export interface LevelRules {
  readonly lower: Decimal;
  readonly upper: Decimal;
  readonly cells: number;
  readonly spacing: 'arithmetic' | 'geometric';
  readonly tickSize: Decimal;
}

/**
 * The prices of the grid, lowest first, one more than cells, each on the market's tick, at equal distances or equal ratios. Throws if two
 * of them fall on the same tick.
 */
export function levelsOf({ lower, upper, cells, spacing, tickSize }: LevelRules): readonly Decimal[] {
  const span = upper.minus(lower);
  const ratio = upper.toNumber() / lower.toNumber();
  const at = (step: number): Decimal => {
    if (step === cells) return upper;
    if (spacing === 'arithmetic') return lower.plus(span.times(count(step)).dividedBy(count(cells), tickSize.scale + 2));
    return Decimal.fromNumber(lower.toNumber() * ratio ** (step / cells));
  };
  const levels = Array.from({ length: cells + 1 }, (_, step) => at(step).toMultipleOf(tickSize, 'HALF_EVEN'));
  const doubled = levels.findIndex((level, step) => step > 0 && level.lte(levels[step - 1]!));
  if (doubled > 0)
    throw new RangeError(
      `${cells} cells from ${lower} to ${upper} do not fit: levels ${doubled - 1} and ${doubled} are both ${levels[doubled]}, ` +
        `a tick being ${tickSize}; take fewer cells or a wider range`,
    );
  return levels;
}

function count(whole: number): Decimal {
  return Decimal.fromUnits(whole, 0);
}
