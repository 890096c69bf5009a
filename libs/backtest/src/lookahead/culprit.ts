import type { Difference } from './compare';
import type { Sources } from './finding';
import { differingPaths } from './leaves';
import type { Observation, Play, RunRequest, Trace } from './observation';

/** Two runs of a series in one process, and where they diverge. */
export interface Parting {
  readonly requests: readonly RunRequest[];
  /** Their indexes among the requests. */
  readonly first: number;
  readonly second: number;
  readonly difference: Difference;
  /** Milliseconds by which the second run is later. */
  readonly movedBy?: number;
}

export interface Culprit {
  readonly line: string | null;
  /** Path of the first differing state; null if there is none. */
  readonly path: string | null;
}

/** Runs everything once more with tracing, and returns the line that made the difference. */
export async function culpritOf(play: Play, sources: Sources, parting: Parting): Promise<Culprit> {
  const { requests, first, second, difference, movedBy = 0 } = parting;
  const observations = await play(
    requests.slice(0, Math.max(first, second) + 1).map((request, place) => {
      if (place !== first && place !== second) return request;
      const at = difference.at + (place === second ? movedBy : 0);
      return { ...request, traceAt: at, statesAt: [at] };
    }),
  );
  const mine = { run: observations[first]!, at: difference.at };
  const other = { run: observations[second]!, at: difference.at + movedBy };
  const paths = pathsBetween(mine, other);
  const called = lineOfCall([mine.run, other.run], difference, sources);
  const written = lineOfWrite([other.run, mine.run], paths, sources);
  return {
    line: difference.what === 'state' ? (written?.line ?? called) : (called ?? written?.line ?? null),
    path: written?.path ?? paths[0] ?? null,
  };
}

interface StateAt {
  readonly run: Observation;
  readonly at: number;
}

function pathsBetween(a: StateAt, b: StateAt): readonly string[] {
  const [first, second] = [a.run.states[a.at], b.run.states[b.at]];
  return first && second ? differingPaths(first, second) : [];
}

function lineOfCall(runs: readonly Observation[], { what, index, first }: Difference, sources: Sources): string | null {
  const order = first === 'nothing' ? [...runs].reverse() : runs;
  for (const { trace } of order) {
    const calls = (trace?.calls ?? []).filter((call) => (what === 'decision') === (call.what === 'decide'));
    const call = calls[Math.min(index, calls.length - 1)];
    const line = call && sources.locate(call.stack);
    if (line) return line;
  }
  return null;
}

/** The line that wrote the first of these paths, or an enclosing one. */
export function lineOfWrite(
  runs: readonly { readonly trace: Trace | null }[],
  paths: readonly string[],
  sources: Sources,
): { readonly line: string; readonly path: string } | null {
  for (const path of paths) {
    for (const { trace } of runs) {
      const write = writeTo(trace, path);
      const line = write && sources.locate(write);
      if (line) return { line, path };
    }
  }
  return null;
}

/** The stack of the write to a path, or to the nearest enclosing one. */
function writeTo(trace: Trace | null, path: string): string | null {
  const writes = new Map(trace?.writes.map(({ what, stack }) => [what, stack]));
  for (let at = path; at !== ''; at = at.replace(/(\.[^.[]*|\[[^[]*\]|^[^.[]*)$/, '')) {
    const stack = writes.get(at);
    if (stack !== undefined) return stack;
  }
  return null;
}
