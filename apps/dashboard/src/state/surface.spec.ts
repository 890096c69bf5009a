import { stepsOf, surfaceOf } from './surface';

function trial(fast: unknown, slow: unknown, value: number | null) {
  return { number: 0, params: { fast, slow }, state: 'done', message: null, value, metrics: null } as const;
}

describe('surfaceOf', () => {
  it('takes the best of each place, in the direction that is better, with the largest row on top', () => {
    const trials = [trial(5, 20, 1), trial(5, 20, 3), trial(5, 40, -1), trial(9, 20, null)];
    const { columns, rows, cells } = surfaceOf(trials, ['fast', 'slow'], 'higher');
    expect([columns, rows].map((steps) => steps.map(({ label }) => label))).toEqual([
      ['5', '9'],
      ['40', '20'],
    ]);
    expect(cells).toEqual([
      [
        { value: -1, trials: 1 },
        { value: null, trials: 0 },
      ],
      [
        { value: 3, trials: 2 },
        { value: null, trials: 1 },
      ],
    ]);
    expect(surfaceOf(trials, ['fast', 'slow'], 'lower').cells[1]?.[0]?.value).toBe(1);
  });
});

describe('stepsOf', () => {
  it('puts many numbers into stretches that hold each of them once', () => {
    const values = Array.from({ length: 30 }, (_, index) => index + 1);
    const steps = stepsOf(values);
    // 30 in twelve stretches are three each, of which ten are needed.
    expect(steps.map(({ label }) => label)).toEqual(['1–3', '4–6', '7–9', '10–12', '13–15', '16–18', '19–21', '22–24', '25–27', '28–30']);
    for (const value of values) expect(steps.filter(({ holds }) => holds(value))).toHaveLength(1);
  });

  it('holds the last of fractions too, and leaves texts as they are', () => {
    const values = Array.from({ length: 50 }, (_, index) => index / 49);
    const steps = stepsOf(values);
    for (const value of values) expect(steps.filter(({ holds }) => holds(value))).toHaveLength(1);
    expect(stepsOf(['long', 'both', 'long']).map(({ label }) => label)).toEqual(['long', 'both']);
  });
});
