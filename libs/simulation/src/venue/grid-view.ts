import { Decimal } from '@libs/kernel';

/** Cached results per direction; books repeat the same few levels. */
const KEPT = 4_096;
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** Converts exact numbers to whole steps and back, using doubles while they are exact: millions of orders pass here. */
export class GridView {
  private readonly known = new Map<number, Decimal>();
  private readonly stepUnits: number;

  constructor(private readonly step: Decimal) {
    this.stepUnits = Number(step.units);
  }

  /** NaN between two steps. */
  units(value: Decimal): number {
    const shift = this.step.scale - value.scale;
    if (shift < 0) return NaN;
    const scaled = Number(value.units) * (POWERS[shift] ?? Infinity);
    if (!Number.isSafeInteger(scaled)) return this.exactUnits(value);
    const units = scaled / this.stepUnits;
    return Number.isInteger(units) ? units : NaN;
  }

  value(units: number): Decimal {
    const known = this.known.get(units);
    if (known) return known;
    if (this.known.size >= KEPT) this.known.clear();
    const value = Decimal.fromUnits(BigInt(units) * this.step.units, this.step.scale);
    this.known.set(units, value);
    return value;
  }

  /** A value between two steps maps to half a step above the lower one, which suffices for comparisons with whole steps. */
  place(value: Decimal): number {
    const floor = Number(value.dividedBy(this.step, 0, 'FLOOR').units);
    return value.eq(this.value(floor)) ? floor : floor + 0.5;
  }

  private exactUnits(value: Decimal): number {
    const units = value.dividedBy(this.step, 0, 'DOWN');
    return units.times(this.step).eq(value) ? Number(units.units) : NaN;
  }
}
