import type { Decimal } from '@libs/kernel';

/** About what a number is, within a few 10⁻¹⁶ of it; for bounds that leave room, never for what is told or booked. */
export function rough(value: Decimal): number {
  return value.toNumber();
}
