/** The last `size` values, in a ring: `at` is where the oldest one lies. */
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

/** Takes in a value and returns the one that falls out, null while the window fills. */
export function pushInto(window: RollingWindow, newest: number): number | null {
  const { size, values, at } = window;
  const value = newest + 0; // JSON knows no negative zero
  if (values.length < size) {
    values.push(value);
    return null;
  }
  const dropped = values[at]!;
  values[at] = value;
  window.at = at + 1 === size ? 0 : at + 1;
  return dropped;
}
