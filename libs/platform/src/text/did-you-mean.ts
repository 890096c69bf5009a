import { distance } from 'fastest-levenshtein';

const MOST = 5;
/** A shorter word is part of too much. */
const SHORTEST_PART = 3;

/**
 * ` Did you mean grid?` for what is not known but like something that is, to stand after a sentence; empty where nothing is like it.
 * `keyOf` says by which part of a known name it is found.
 */
export function didYouMean(word: string, known: readonly string[], keyOf: (name: string) => string = (name) => name): string {
  const asked = keyOf(word).toLowerCase();
  const keyed = known.map((name) => ({ name, key: keyOf(name).toLowerCase() }));
  const parts = keyed.filter(({ key }) => isPart(asked, key) || isPart(key, asked));
  const near = parts.length > 0 ? parts : nearest(asked, keyed);
  return near.length === 0
    ? ''
    : ` Did you mean ${near
        .slice(0, MOST)
        .map(({ name }) => name)
        .join(' or ')}?`;
}

interface Keyed {
  readonly name: string;
  readonly key: string;
}

function isPart(part: string, whole: string): boolean {
  return part.length >= SHORTEST_PART && whole.includes(part);
}

/** One slip in every four letters, and one in a short word. */
function nearest(asked: string, keyed: readonly Keyed[]): readonly Keyed[] {
  const slips = keyed.map(({ key }) => slipsBetween(asked, key));
  const least = Math.min(...slips);
  return least <= Math.max(1, Math.ceil(asked.length / 4) - 1) ? keyed.filter((_, at) => slips[at] === least) : [];
}

/** Letters left out, put in or changed; two that are swapped count as one slip. */
function slipsBetween(one: string, other: string): number {
  const isSwapped = one !== other && sorted(one) === sorted(other);
  return distance(one, other) - (isSwapped ? 1 : 0);
}

function sorted(word: string): string {
  return [...word].sort().join('');
}
