/** A changed past entry of a series in the state. */
export interface Rewrite {
  /** Path of the series in the state, such as `line`. */
  readonly path: string;
  /** Of its first occurrence. */
  readonly index: number;
  readonly at: number;
  readonly before: string;
  readonly after: string;
  /** Number of bars at which it happened. */
  readonly times: number;
}

interface Series {
  last: readonly string[];
  /** Number of bars at which it grew by one entry, and of all bars at which it was seen. */
  grown: number;
  seen: number;
  rewritten: number;
  first: Omit<Rewrite, 'path' | 'times'> | null;
}

const DEPTH = 4;
const LEAST_BARS = 20;
const LEAST_SHARE = 0.9;
const LEAST_TIMES = 3;

/**
 * Finds series in a strategy's state (lists that grow by one entry per bar) whose past entries change. Such a series looks better in
 * hindsight than when decisions were made. A null entry may be filled in, because it said nothing before.
 */
export class SeriesWatch {
  private readonly series = new Map<string, Series>();

  /** The state after the next live bar. */
  take(state: unknown, at: number): void {
    this.walk(state, '', at, 0);
  }

  get rewrites(): readonly Rewrite[] {
    return [...this.series].flatMap(([path, { first, grown, seen, rewritten }]) => {
      if (first === null || rewritten < LEAST_TIMES || seen < LEAST_BARS || grown < seen * LEAST_SHARE) return [];
      return [{ path, ...first, times: rewritten }];
    });
  }

  private walk(value: unknown, path: string, at: number, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > DEPTH) return;
    if (Array.isArray(value))
      return this.compare(
        path,
        value.map((entry) => JSON.stringify(entry)),
        at,
      );
    for (const [key, inner] of Object.entries(value)) this.walk(inner, path === '' ? key : `${path}.${key}`, at, depth + 1);
  }

  private compare(path: string, now: readonly string[], at: number): void {
    const known = this.series.get(path);
    if (!known) {
      this.series.set(path, { last: now, grown: 0, seen: 0, rewritten: 0, first: null });
      return;
    }
    const { last } = known;
    known.last = now;
    known.seen += 1;
    const shift = shiftOf(last, now);
    if (shift === null) return;
    known.grown += 1;
    if (isInsertion(last, now)) return;
    for (let index = shift; index < last.length; index += 1) {
      const [before, after] = [last[index]!, now[index - shift]!];
      if (before === after || before === 'null') continue;
      known.rewritten += 1;
      known.first ??= { index: index - shift, at, before, after };
      return;
    }
  }
}

/** How many entries were dropped at the front while one was added at the end; null if that is not what happened. */
function shiftOf(last: readonly string[], now: readonly string[]): 0 | 1 | null {
  if (now.length === last.length + 1) return 0;
  if (now.length !== last.length || now.length < 2) return null;
  let [slid, stood] = [0, 0];
  for (let index = 0; index < now.length; index += 1) {
    if (now[index] === last[index + 1]) slid += 1;
    if (now[index] === last[index]) stood += 1;
  }
  return slid > stood ? 1 : null;
}

/** A sorted list grows in the middle; nothing of it was rewritten. */
function isInsertion(last: readonly string[], now: readonly string[]): boolean {
  if (now.length !== last.length + 1) return false;
  const place = last.findIndex((entry, index) => entry !== now[index]);
  return place < 0 || last.slice(place).every((entry, index) => entry === now[place + 1 + index]);
}
