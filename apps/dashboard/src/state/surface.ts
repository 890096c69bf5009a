import type { ReportedTrial } from '@libs/research';

/** A cell on an axis of the surface: one value, or a range. */
export interface Step {
  readonly label: string;
  readonly holds: (value: unknown) => boolean;
}

export interface Cell {
  /** The best value of the trials here; null if none has one. */
  readonly value: number | null;
  readonly trials: number;
}

export interface Surface {
  readonly columns: readonly Step[];
  readonly rows: readonly Step[];
  /** By row, then by column. */
  readonly cells: readonly (readonly Cell[])[];
}

/** More values than this are grouped into ranges of equal width. */
const MOST_STEPS = 12;

/** Results of trials over two parameters, across all others: the best of each cell. */
export function surfaceOf(trials: readonly ReportedTrial[], [x, y]: readonly [string, string], better: 'higher' | 'lower'): Surface {
  const columns = stepsOf(trials.map(({ params }) => params[x]));
  const rows = stepsOf(trials.map(({ params }) => params[y])).toReversed();
  const cellOf = (row: Step, column: Step): Cell => {
    const here = trials.filter(({ params }) => column.holds(params[x]) && row.holds(params[y]));
    const values = here.map(({ value }) => value).filter((value) => value !== null);
    const best = better === 'higher' ? Math.max(...values) : Math.min(...values);
    return { value: values.length === 0 ? null : best, trials: here.length };
  };
  return { columns, rows, cells: rows.map((row) => columns.map((column) => cellOf(row, column))) };
}

/** Texts and flags as they come, numbers in order; many numbers in equal ranges. */
export function stepsOf(values: readonly unknown[]): readonly Step[] {
  const known = [...new Set(values.filter((value) => value !== undefined))];
  const numbers = known.map(Number);
  if (numbers.some((value) => !Number.isFinite(value))) return known.map(single);
  if (known.length <= MOST_STEPS) return known.toSorted((a, b) => Number(a) - Number(b)).map(single);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const whole = numbers.every(Number.isInteger);
  const width = whole ? Math.ceil((most - least + 1) / MOST_STEPS) : (most - least) / MOST_STEPS;
  const count = whole ? Math.ceil((most - least + 1) / width) : MOST_STEPS;
  return Array.from({ length: count }, (_, index) => {
    const from = least + index * width;
    const to = from + width;
    const isLast = index === count - 1;
    const label = whole ? `${from}–${Math.min(to - 1, most)}` : `${from.toPrecision(3)}–${to.toPrecision(3)}`;
    return { label, holds: (value) => Number(value) >= from && (isLast ? Number(value) <= most : Number(value) < to) };
  });
}

function single(value: unknown): Step {
  return { label: String(value), holds: (other) => Object.is(other, value) };
}
