import { leavesOf, revisedPaths } from './leaves';

/** A changed past entry of a series in the state. */
export interface Rewrite {
  /** Path of the series in the state, such as `line`. */
  readonly path: string;
  /** Path of the first value that changed, such as `line[5]` or `bars[5].mean`. */
  readonly place: string;
  readonly at: number;
  readonly before: string;
  readonly after: string;
  /** Number of bars at which it happened. */
  readonly times: number;
}

/** Which end of a series its new entries come to. */
type End = 'last' | 'first';

/** What was seen of a series that grows at one end. */
interface Tally {
  /** Number of bars at which it grew by one entry. */
  grown: number;
  rewritten: number;
  first: Omit<Rewrite, 'path' | 'times'> | null;
}

interface Series {
  last: readonly string[];
  /** Number of bars at which it was seen. */
  seen: number;
  readonly at: Readonly<Record<End, Tally>>;
}

const DEPTH = 4;
const LEAST_BARS = 20;
const LEAST_SHARE = 0.9;
const LEAST_TIMES = 3;

/**
 * Finds series in a strategy's state (lists that grow by one entry per bar, at either end) whose past entries change. Such a series looks
 * better in hindsight than when decisions were made. A null in an entry may be filled in, because it said nothing before.
 */
export class SeriesWatch {
  private readonly series = new Map<string, Series>();

  /** The state after the next live bar. */
  take(state: unknown, at: number): void {
    this.walk(state, '', at, 0);
  }

  get rewrites(): readonly Rewrite[] {
    return [...this.series].flatMap(([path, { seen, at }]) =>
      [at.last, at.first].flatMap(({ first, grown, rewritten }) => {
        if (first === null || rewritten < LEAST_TIMES || seen < LEAST_BARS || grown < seen * LEAST_SHARE) return [];
        return [{ path, ...first, times: rewritten }];
      }),
    );
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
      this.series.set(path, { last: now, seen: 0, at: { last: newTally(), first: newTally() } });
      return;
    }
    const { last } = known;
    known.last = now;
    known.seen += 1;
    const shift = shiftOf(last, now);
    if (shift === null) return;
    const tally = known.at[shift > 0 ? 'first' : 'last'];
    tally.grown += 1;
    if (isInsertion(last, now)) return;
    const rewrite = firstRewrite(last, now, shift);
    if (rewrite === null) return;
    tally.rewritten += 1;
    tally.first ??= { ...rewrite, place: `${path}${rewrite.place}`, at };
  }
}

function newTally(): Tally {
  return { grown: 0, rewritten: 0, first: null };
}

/** The first value of a past entry that is another now, with its place in the series. */
function firstRewrite(last: readonly string[], now: readonly string[], shift: number): Pick<Rewrite, 'place' | 'before' | 'after'> | null {
  for (const [index, before] of last.entries()) {
    const after = now[index + shift];
    if (after === undefined || before === after) continue;
    const [path] = revisedPaths(before, after);
    if (path === undefined) continue;
    const place = `[${index + shift}]${path === '' || path.startsWith('[') ? '' : '.'}${path}`;
    return { place, before: valueText(before, path), after: valueText(after, path) };
  }
  return null;
}

/** Of the whole entry where it has no such value. */
function valueText(entry: string, path: string): string {
  const leaf = leavesOf(entry).get(path);
  return leaf === undefined ? entry : JSON.stringify(leaf);
}

/**
 * By how many places an entry moved while one was added: 0 or, where the oldest was dropped, −1 if it was added at the end, 1 if at the
 * front. null if that is not what happened.
 */
function shiftOf(last: readonly string[], now: readonly string[]): -1 | 0 | 1 | null {
  const kept = (shift: number): number => last.reduce((count, entry, index) => count + (now[index + shift] === entry ? 1 : 0), 0);
  const [stood, pushed] = [kept(0), kept(1)];
  if (now.length === last.length + 1) return pushed > stood ? 1 : 0;
  if (now.length !== last.length || now.length < 2) return null;
  const slid = kept(-1);
  if (Math.max(slid, pushed) <= stood) return null;
  return slid >= pushed ? -1 : 1;
}

/** A sorted list grows in the middle; nothing of it was rewritten. */
function isInsertion(last: readonly string[], now: readonly string[]): boolean {
  if (now.length !== last.length + 1) return false;
  const place = last.findIndex((entry, index) => entry !== now[index]);
  return place < 0 || last.slice(place).every((entry, index) => entry === now[place + 1 + index]);
}
