import { Decimal } from '@libs/kernel';

const DIGITS = 8;

/** Cost per unit as it is shown; null while there is no quantity. */
export function averagePrice(cost: string, quantity: string): string | null {
  const units = Decimal.parse(quantity);
  return units.isZero ? null : Decimal.parse(cost).dividedBy(units, DIGITS).toString();
}
