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

/** Letters left out, put in, changed, or swapped with the next; the optimal string alignment distance. */
function slipsBetween(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    rows[row] = [row];
    for (let column = 1; column <= other.length; column += 1) rows[row]![column] = slipsAt(rows, { one, other, row, column });
  }
  return rows[one.length]![other.length]!;
}

interface Place {
  readonly one: string;
  readonly other: string;
  readonly row: number;
  readonly column: number;
}

function slipsAt(rows: readonly (readonly number[])[], { one, other, row, column }: Place): number {
  const isSame = one[row - 1] === other[column - 1];
  const ways = [rows[row - 1]![column]! + 1, rows[row]![column - 1]! + 1, rows[row - 1]![column - 1]! + (isSame ? 0 : 1)];
  const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
  if (row > 1 && column > 1 && isSwapped) ways.push(rows[row - 2]![column - 2]! + 1);
  return Math.min(...ways);
}
