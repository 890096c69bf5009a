import { objectiveOf } from './objective';
import { listed, ranged, stepped } from './space/dimension';
import type { Dimension } from './space/dimension';
import { surfacesOf } from './surface';
import { sampleMetrics } from './testing/sample-metrics';
import type { Trial } from './trial';

const space = (...dimensions: Dimension[]) => ({ dimensions, fixed: {}, size: 1 });
const done = (point: readonly number[], sharpe: number | null, maxDrawdown = 0.1): Trial => ({
  number: 0,
  point,
  params: {},
  run: { kind: 'done', metrics: sampleMetrics({ sharpe, maxDrawdown }), fillHash: '', bars: 1 },
});
const failed = (point: readonly number[]): Trial => ({ number: 0, point, params: {}, run: { kind: 'failed', message: 'no' } });
const refused = (point: readonly number[]): Trial => ({ number: 0, point, params: {}, run: { kind: 'refused', message: 'no' } });

const fast = stepped('fast', 100, (place) => 5 + 5 * place);
const side = listed('side', ['both', 'long'], false);

describe('the surface of a search', () => {
  it('shows the best of what was tried at each two values, and how often', () => {
    const trials = [done([0, 0], 1), done([0, 0], 1.5), done([3, 1], -2), done([3, 0], null), failed([0, 1]), refused([9, 1])];
    expect(surfacesOf(space(fast, side), objectiveOf('sharpe'), trials)).toEqual([
      {
        x: { name: 'side', values: ['both', 'long'] },
        y: { name: 'fast', values: ['5', '20'] },
        best: [
          [1.5, null],
          [null, -2],
        ],
        tried: [
          [2, 1],
          [1, 1],
        ],
      },
    ]);
  });

  it('keeps the best when something worse is tried there later', () => {
    const [surface] = surfacesOf(space(fast, side), objectiveOf('sharpe'), [done([0, 0], 1.5), done([0, 0], 1), done([0, 0], null)]);
    expect([surface?.best, surface?.tried]).toEqual([[[1.5]], [[3]]]);
  });

  it('takes the least where less is better, and shows it as it is', () => {
    const [surface] = surfacesOf(space(fast, side), objectiveOf('maxDrawdown'), [done([0, 0], 1, 0.3), done([0, 0], 1, 0.2)]);
    expect(surface?.best).toEqual([[0.2]]);
  });

  it('puts many values into stretches of equal length', () => {
    const trials = Array.from({ length: 97 }, (_, place) => done([place, place / 96], place));
    const [surface] = surfacesOf(space(fast, ranged('share', 0, 1)), objectiveOf('sharpe'), trials);
    // 96 places in 24 stretches of four, the last one with the highest place as a fifth.
    expect(surface?.y.values.slice(0, 3)).toEqual(['5', '25', '45']);
    expect(surface?.x.values.slice(0, 3)).toEqual(['0', '0.04167', '0.08333']);
    expect(surface?.best.map((row, at) => row[at])).toEqual(Array.from({ length: 24 }, (_, at) => (at === 23 ? 96 : 4 * at + 3)));
    expect(surface?.tried.flat().reduce((sum, count) => sum + count, 0)).toBe(97);
  });

  it('has one for each two parameters, and none for one', () => {
    const third = stepped('third', 3, (place) => place);
    const names = surfacesOf(space(fast, side, third), objectiveOf('sharpe'), [done([0, 0, 0], 1)]).map(
      ({ x, y }) => `${y.name} ${x.name}`,
    );
    expect(names).toEqual(['fast side', 'fast third', 'side third']);
    expect(surfacesOf(space(fast), objectiveOf('sharpe'), [done([0], 1)])).toEqual([]);
    expect(surfacesOf(space(fast, side), objectiveOf('sharpe'), [])).toEqual([]);
  });
});
