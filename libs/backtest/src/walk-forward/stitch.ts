import type { Curve, MarketColumns, RunRecord } from '../metrics/run-record';
import { exact } from '../metrics/run-record';
import { finalEquity } from './close-out';

/**
 * Joins consecutive runs into one. Each must begin with exactly what the one before it ended with and, except for the last, end without
 * positions. `markets` are those of the whole span. Throws `RangeError` for runs that do not fit together.
 */
export function stitched(runs: readonly RunRecord[], markets: readonly MarketColumns[]): RunRecord {
  const [first] = runs;
  const last = runs.at(-1);
  if (!first || !last) throw new RangeError('there is no run to stitch');
  for (const [at, run] of runs.entries()) {
    const before = runs[at - 1];
    if (before === undefined) continue;
    if (before.to > run.from) throw new RangeError(`a run begins at ${run.from} and the one before it ends at ${before.to}`);
    const left = finalEquity(before);
    if (!left.eq(exact(run.startingEquity)))
      throw new RangeError(`a run begins with ${exact(run.startingEquity)} and the one before it ended with ${left}`);
  }
  return {
    from: first.from,
    to: last.to,
    startingEquity: first.startingEquity,
    markets,
    curve: joined(runs.map(({ curve }) => curve)),
    fills: runs.flatMap(({ fills }) => fills),
    funding: runs.flatMap(({ funding }) => funding ?? []),
  };
}

function joined(curves: readonly Curve[]): Curve {
  const column = (values: (curve: Curve) => Float64Array): Float64Array => {
    const whole = new Float64Array(curves.reduce((sum, { times }) => sum + times.length, 0));
    let at = 0;
    for (const curve of curves) {
      whole.set(values(curve), at);
      at += curve.times.length;
    }
    return whole;
  };
  return {
    times: column(({ times }) => times),
    equity: column(({ equity }) => equity),
    exposure: column(({ times, exposure }) => exposure ?? new Float64Array(times.length)),
  };
}
