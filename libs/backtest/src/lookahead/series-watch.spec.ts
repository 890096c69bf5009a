import { SeriesWatch, type Rewrite } from './series-watch';

const BARS = 80;
const KEPT = 30;

/** What is found in a state that is made anew for each bar. */
function rewritesOf(stateAt: (bar: number) => unknown): readonly Rewrite[] {
  const watch = new SeriesWatch();
  for (let bar = 0; bar < BARS; bar += 1) watch.take(JSON.parse(JSON.stringify(stateAt(bar))), bar);
  return watch.rewrites;
}

/** The bars that are kept, oldest first, with their age in bars. */
function kept<Entry>(bar: number, entryOf: (one: number, age: number) => Entry): readonly Entry[] {
  const oldest = Math.max(0, bar - KEPT + 1);
  return Array.from({ length: bar - oldest + 1 }, (_, at) => entryOf(oldest + at, bar - oldest - at));
}

/** Becomes another when three bars have followed. */
const revised = (one: number, age: number): number => (age < 3 ? one : one + 0.5);

describe('the watch over series in a state', () => {
  it('finds a past entry that changes, in a list whose newest entry is the last', () => {
    expect(rewritesOf((bar) => ({ line: kept(bar, revised) }))).toEqual([
      { path: 'line', place: 'line[0]', at: 3, before: '0', after: '0.5', times: 77 },
    ]);
  });

  it('finds it in a list whose newest entry is the first', () => {
    expect(rewritesOf((bar) => ({ line: kept(bar, revised).toReversed() }))).toEqual([
      { path: 'line', place: 'line[3]', at: 3, before: '0', after: '0.5', times: 77 },
    ]);
  });

  it('names the value of a record that changes', () => {
    const records = (bar: number) => ({ bars: kept(bar, (one, age) => ({ at: one, mean: revised(one, age) })) });
    expect(rewritesOf(records)).toEqual([{ path: 'bars', place: 'bars[0].mean', at: 3, before: '0', after: '0.5', times: 77 }]);
  });

  it('accuses no list of which only unknown values become known, in records or alone, at either end', () => {
    const outcome = (one: number, age: number): number | null => (age < 3 ? null : one);
    const labels = (bar: number) => kept(bar, outcome);
    const records = (bar: number) => kept(bar, (one, age) => ({ at: one, outcome: outcome(one, age), by: age < 3 ? null : [{ age: 3 }] }));
    expect(rewritesOf((bar) => ({ labels: labels(bar), records: records(bar) }))).toEqual([]);
    expect(rewritesOf((bar) => ({ labels: labels(bar).toReversed(), records: records(bar).toReversed() }))).toEqual([]);
  });

  it('accuses no window that is kept in order of value, nor a ring', () => {
    const walk = (one: number): number => Math.sin(one * 1.7) * 100 + one * 3;
    const ring: number[] = [];
    const states = (bar: number) => {
      ring[bar % KEPT] = walk(bar);
      return { sorted: kept(bar, walk).toSorted((a, b) => a - b), falling: kept(bar, walk).toSorted((a, b) => b - a), ring };
    };
    expect(rewritesOf(states)).toEqual([]);
  });
});
