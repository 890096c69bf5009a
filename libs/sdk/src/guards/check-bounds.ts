/** Refuses what is not a finite number within bounds, both excluded, with a RangeError that names it. */
export function checkBetween(name: string, value: number, [above, below]: readonly [number, number]): void {
  if (Number.isFinite(value) && value > above && value < below) return;
  throw new RangeError(`${name} is ${value}; it must be a number above ${above}${below === Infinity ? '' : ` and below ${below}`}`);
}

/** Refuses what is not a finite number of at least 0, with a RangeError that names it. */
export function checkNotNegative(name: string, value: number): void {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${name} is ${value}; it must be a number of at least 0`);
}
