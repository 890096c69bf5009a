import { Decimal } from '@libs/kernel';

/**
 * The integer view of exact numbers on a grid: prices as ticks, quantities as lots. Whole numbers stay below 2⁵³, so arithmetic on them is
 * exact.
 */
export class Grid {
  private readonly texts = new Map<number, string>();

  constructor(readonly step: Decimal) {}

  /** Exact; throws if `value` is between two steps. */
  toUnits(value: Decimal): number {
    const units = value.dividedBy(this.step, 0, 'DOWN');
    if (!units.times(this.step).eq(value)) throw new RangeError(`${value} is not a multiple of ${this.step}`);
    return Number(units.units);
  }

  floorUnits(value: Decimal): number {
    return Number(value.dividedBy(this.step, 0, 'FLOOR').units);
  }

  ceilUnits(value: Decimal): number {
    return Number(value.dividedBy(this.step, 0, 'CEILING').units);
  }

  fromUnits(units: number): Decimal {
    return Decimal.fromUnits(BigInt(units) * this.step.units, this.step.scale);
  }

  /** The decimal text of `units`; recent results are cached, because books repeat the same few levels. */
  text(units: number): string {
    const known = this.texts.get(units);
    if (known !== undefined) return known;
    if (this.texts.size > 4_096) this.texts.clear();
    const text = this.fromUnits(units).toString();
    this.texts.set(units, text);
    return text;
  }
}
