/** One searched parameter. A position on it is an index of one of `size` values, or 0 ≤ x ≤ 1 if `size` is Infinity. */
export interface Dimension {
  readonly name: string;
  readonly size: number;
  /** True if neighbouring values are similar, as numbers are and choices are not. */
  readonly isOrdered: boolean;
  valueAt(place: number): unknown;
}

/** One position per dimension, in order; plain numbers, so that a log can store it. */
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
