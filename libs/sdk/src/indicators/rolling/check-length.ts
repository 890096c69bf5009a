/** Throws a RangeError with the name unless the length is a whole number of at least `least`. */
export function checkLength(name: string, length: number, least = 1): void {
  if (!Number.isSafeInteger(length) || length < least)
    throw new RangeError(`${name} is ${length}; it must be a whole number of at least ${least}`);
}

/** Throws a RangeError with the name unless the factor is a finite number above zero. */
export function checkFactor(name: string, factor: number): void {
  if (!Number.isFinite(factor) || factor <= 0) throw new RangeError(`${name} is ${factor}; it must be a number above 0`);
}
