/** Throws a RangeError with the name unless the value is a finite number within the bounds, both exclusive. */
export function checkBetween(name: string, value: number, [above, below]: readonly [number, number]): void {
  if (Number.isFinite(value) && value > above && value < below) return;
  throw new RangeError(`${name} is ${value}; it must be a number above ${above}${below === Infinity ? '' : ` and below ${below}`}`);
}

/** Throws a RangeError with the name unless the value is a finite number of at least 0. */
export function checkNotNegative(name: string, value: number): void {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${name} is ${value}; it must be a number of at least 0`);
}
