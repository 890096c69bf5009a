import type { EquityPoint } from '@libs/client';
import { equityPoints } from './equity-points';

const point = (seconds: number, equity: string): EquityPoint => ({
  __typename: 'EquityPoint',
  at: new Date(seconds * 1000).toISOString(),
  equity,
  balance: equity,
});

describe('equityPoints', () => {
  it('keeps the last value of each step and leaves steps without one empty', () => {
    expect(equityPoints([point(0, '100'), point(0.5, '101'), point(3, '103')])).toEqual([
      { time: 0, value: 101 },
      { time: 1 },
      { time: 2 },
      { time: 3, value: 103 },
    ]);
  });

  it('widens its steps with the span, so that it stays small', () => {
    const month = equityPoints([point(0, '100'), point(30 * 86_400, '110')]);
    expect(month.length).toBeLessThanOrEqual(601);
    expect(month.at(-1)).toEqual({ time: 30 * 86_400, value: 110 });
  });

  it('has nothing to show for nothing', () => {
    expect(equityPoints([])).toEqual([]);
  });
});
