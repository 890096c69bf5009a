import type { Decimal } from '@libs/kernel';

/** A number as a double, within a few 10⁻¹⁶; for bounds with slack, never for reported or booked values. */
export function rough(value: Decimal): number {
  return value.toNumber();
}
