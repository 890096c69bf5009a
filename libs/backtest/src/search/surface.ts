import { scoreOf, valueOf } from './objective';
import type { Objective } from './objective';
import type { Dimension } from './space/dimension';
import type { ParameterSpace } from './space/parameter-space';
import type { Trial } from './trial';

export interface SurfaceAxis {
  /** Name of the parameter. */
  readonly name: string;
  /** Its values; if there are many, the first value of each range. */
  readonly values: readonly string[];
}

/** Results over two parameters, across all others: one row per value of `y`, one cell per value of `x`. */
export interface Surface {
  readonly x: SurfaceAxis;
  readonly y: SurfaceAxis;
  /** The best value of the objective there; null if no trial had one. */
  readonly best: readonly (readonly (number | null)[])[];
  /** Number of trials run there. */
  readonly tried: readonly (readonly number[])[];
}

const MOST_CELLS = 24;
const MOST_SURFACES = 6;

/** One surface for each pair of searched parameters, the first six of them; none for a single parameter. */
export function surfacesOf({ dimensions }: ParameterSpace, objective: Objective, trials: readonly Trial[]): readonly Surface[] {
  const run = trials.filter(({ run: { kind } }) => kind !== 'refused');
  const axes = dimensions.map(
    (dimension, at) =>
      new Axis(
        dimension,
        run.map(({ point }) => point[at]!),
      ),
  );
  const pairs = dimensions.flatMap((_, y) => dimensions.slice(y + 1).map((__, more) => [y, y + 1 + more] as const));
  if (run.length === 0) return [];
  return pairs.slice(0, MOST_SURFACES).map(([y, x]) =>
    surfaceOf(
      { x: axes[x]!, y: axes[y]! },
      objective,
      run.map((trial) => ({ trial, x: trial.point[x]!, y: trial.point[y]! })),
    ),
  );
}

interface Placed {
  readonly trial: Trial;
  readonly x: number;
  readonly y: number;
}

function surfaceOf({ x, y }: { readonly x: Axis; readonly y: Axis }, objective: Objective, placed: readonly Placed[]): Surface {
  const best = y.values.map(() => x.values.map((): number | null => null));
  const tried = y.values.map(() => x.values.map(() => 0));
  for (const { trial, ...place } of placed) {
    const [row, column] = [y.cellOf(place.y), x.cellOf(place.x)];
    tried[row]![column]! += 1;
    const score = trial.run.kind === 'done' ? scoreOf(objective, trial.run.metrics) : null;
    const before = best[row]![column]!;
    if (score !== null && (before === null || score > before)) best[row]![column] = score;
  }
  const own = best.map((row) => row.map((score) => (score === null ? null : valueOf(objective, score))));
  return { x: { name: x.name, values: x.values }, y: { name: y.name, values: y.values }, best: own, tried };
}

/** The cells of a dimension: each tried value, or ranges of equal length from the lowest to the highest. */
class Axis {
  readonly name: string;
  readonly values: readonly string[];
  private readonly starts: readonly number[];

  constructor(dimension: Dimension, places: readonly number[]) {
    this.name = dimension.name;
    const found = [...new Set(places)].toSorted((a, b) => a - b);
    this.starts = found.length <= MOST_CELLS ? found : stretches(found[0]!, found.at(-1)!, dimension.size === Infinity);
    this.values = this.starts.map((place) => textOf(dimension.valueAt(place)));
  }

  cellOf(place: number): number {
    return this.starts.findLastIndex((start) => start <= place);
  }
}

function stretches(low: number, high: number, isEndless: boolean): readonly number[] {
  const length = (high - low) / MOST_CELLS;
  const starts = Array.from({ length: MOST_CELLS }, (_, at) => low + at * length);
  return isEndless ? starts : [...new Set(starts.map(Math.ceil))];
}

function textOf(value: unknown): string {
  return typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(4))) : String(value);
}
