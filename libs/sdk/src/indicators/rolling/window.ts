/** The last `size` values, in a ring: `at` is the index of the oldest. */
export interface RollingWindow {
  readonly size: number;
  readonly values: number[];
  at: number;
}

export function emptyWindow(size: number): RollingWindow {
  return { size, values: [], at: 0 };
}

export function isFull(window: RollingWindow): boolean {
  return window.values.length === window.size;
}

/** Adds a value and returns the one that drops out, null while the window fills. */
export function pushInto(window: RollingWindow, newest: number): number | null {
  const { size, values, at } = window;
  const value = newest + 0; // JSON has no negative zero
  if (values.length < size) {
    values.push(value);
    return null;
  }
  const dropped = values[at]!;
  values[at] = value;
  window.at = at + 1 === size ? 0 : at + 1;
  return dropped;
}
