/**
 * One parameter that is searched. A place on it is an index for one of `size` values, and 0 ≤ x ≤ 1 where `size` is Infinity.
 */
export interface Dimension {
  readonly name: string;
  readonly size: number;
  /** Whether neighbouring values are alike, as those of numbers are and those of choices are not. */
  readonly isOrdered: boolean;
  valueAt(place: number): unknown;
}

/** One place on each dimension, in their order; plain numbers, so a log can keep it. */
export type Point = readonly number[];

export function listed(name: string, values: readonly unknown[], isOrdered: boolean): Dimension {
  return Object.freeze({ name, size: values.length, isOrdered, valueAt: (place: number) => values[place] });
}

export function stepped(name: string, size: number, valueAt: (place: number) => unknown): Dimension {
  return Object.freeze({ name, size, isOrdered: true, valueAt });
}

export function ranged(name: string, from: number, to: number): Dimension {
  return Object.freeze({ name, size: Infinity, isOrdered: true, valueAt: (place: number) => Math.min(to, from + place * (to - from)) });
}
