import { Decimal } from './decimal';

const FEWEST_DIGITS = 2;
/** A part of this size is too small to be missed. */
const PARTS = Decimal.parse('10000');

/**
 * Amounts as a sentence says them: with two digits behind the point, and more where two would change an amount by more than a ten-thousandth
 * or make two that differ look equal. For people; what is reckoned with stays exact.
 */
export function readable(...amounts: readonly Decimal[]): readonly string[] {
  const all = Math.max(FEWEST_DIGITS, ...amounts.map(({ scale }) => scale));
  for (let digits = FEWEST_DIGITS; digits < all; digits += 1) {
    const rounded = amounts.map((amount) => amount.roundTo(digits));
    if (rounded.every((one, at) => isClose(one, amounts[at]!)) && areAsFarApart(rounded, amounts)) return rounded.map(String);
  }
  return amounts.map(String);
}

function isClose(rounded: Decimal, amount: Decimal): boolean {
  return rounded.minus(amount).abs().times(PARTS).lte(amount.abs());
}

function areAsFarApart(rounded: readonly Decimal[], amounts: readonly Decimal[]): boolean {
  return amounts.every((one, at) => amounts.every((other, place) => one.eq(other) === rounded[at]!.eq(rounded[place]!)));
}
