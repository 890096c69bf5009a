import type { Decimal } from '@libs/kernel';

const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** About what a number is, within a few 10⁻¹⁶ of it; for bounds that leave room, never for what is told or booked. */
export function rough({ units, scale }: Decimal): number {
  return Number(units) / (POWERS[scale] ?? 10 ** scale);
}
