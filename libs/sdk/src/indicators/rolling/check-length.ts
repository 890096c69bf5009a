/** Refuses a length that is not a whole number of at least `least`, with a RangeError that names it. */
export function checkLength(name: string, length: number, least = 1): void {
  if (!Number.isSafeInteger(length) || length < least)
    throw new RangeError(`${name} is ${length}; it must be a whole number of at least ${least}`);
}

/** Refuses a factor that is not a finite number above zero, with a RangeError that names it. */
export function checkFactor(name: string, factor: number): void {
  if (!Number.isFinite(factor) || factor <= 0) throw new RangeError(`${name} is ${factor}; it must be a number above 0`);
}
