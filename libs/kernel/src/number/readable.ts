import { Decimal } from './decimal';

const FEWEST_DIGITS = 2;
/** Rounding by less than one part in this many is acceptable. */
const PARTS = Decimal.parse('10000');

/**
 * Rounds amounts for a sentence: to two fraction digits, or more if two would change an amount by more than a ten-thousandth or make two
 * different amounts look equal. For display only.
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
