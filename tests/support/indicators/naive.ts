/** Whole-series calculations straight from the textbook, for indicators to be held against. */

type Value = number | null;

/** `of` each window of the last `length` values, null before there are as many. */
export function overWindows<In, Out>(values: readonly In[], length: number, of: (window: readonly In[]) => Out): (Out | null)[] {
  return values.map((_, at) => (at + 1 < length ? null : of(values.slice(at + 1 - length, at + 1))));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function mean(values: readonly number[]): number {
  // From the first value on, so that equal values have exactly their own mean.
  const [first = 0] = values;
  return first + sum(values.map((value) => value - first)) / values.length;
}

/** Distance of the last value from the mean, with the digits that the mean itself would have rounded off. */
export function lastFromMean(values: readonly number[]): number {
  const [first = 0] = values;
  const distances = values.map((value) => value - first);
  return distances.at(-1)! - mean(distances);
}

/** Population standard deviation in two passes. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

export function averages(values: readonly number[], length: number): Value[] {
  return overWindows(values, length, mean);
}

export function weightedAverages(values: readonly number[], length: number): Value[] {
  return overWindows(values, length, (window) => sum(window.map((value, at) => value * (at + 1))) / sum(window.map((_, at) => at + 1)));
}

/** Seeded with the first value. */
export function exponentialAverages(values: readonly number[], length: number): number[] {
  const weight = 2 / (length + 1);
  const results: number[] = [];
  for (const value of values) results.push(results.length === 0 ? value : weight * value + (1 - weight) * results.at(-1)!);
  return results;
}

/** Seeded with the mean of the first `length` values. */
export function wilderAverages(values: readonly number[], length: number): Value[] {
  const results: Value[] = [];
  for (let at = 0; at < values.length; at += 1) {
    if (at + 1 < length) results.push(null);
    else if (at + 1 === length) results.push(mean(values.slice(0, length)));
    else results.push((results[at - 1]! * (length - 1) + values[at]!) / length);
  }
  return results;
}

/** Runs `of` over the values of a series that starts with nulls, and puts as many nulls before the results. */
export function afterNulls<In, Out>(
  values: readonly (In | null)[],
  of: (values: readonly In[]) => readonly (Out | null)[],
): (Out | null)[] {
  const present = values.filter((value): value is In & ({} | boolean) => value !== null);
  return [...values.filter((value) => value === null).map(() => null), ...of(present)];
}

export function steps(values: readonly number[]): number[] {
  return values.slice(1).map((value, at) => value - values[at]!);
}

export function highestOf(values: readonly number[]): number {
  return values.reduce((best, value) => Math.max(best, value), -Infinity);
}

export function lowestOf(values: readonly number[]): number {
  return values.reduce((best, value) => Math.min(best, value), Infinity);
}
