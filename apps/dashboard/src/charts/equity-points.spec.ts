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
    expect(equityPoints([point(60, '100'), point(60.5, '101'), point(63, '103')])).toEqual([
      { time: 60, value: 101 },
      { time: 61 },
      { time: 62 },
      { time: 63, value: 103 },
    ]);
  });

  it('widens its steps with the span, so that it stays small', () => {
    const month = equityPoints([point(86_400, '100'), point(31 * 86_400, '110')]);
    expect(month.length).toBeLessThanOrEqual(601);
    expect(month.at(-1)).toEqual({ time: 31 * 86_400, value: 110 });
  });

  it('begins where the market does, with the value that the account was opened with', () => {
    expect(equityPoints([point(0, '100'), point(50, '101'), point(51, '99')])).toEqual([
      { time: 49, value: 100 },
      { time: 50, value: 101 },
      { time: 51, value: 99 },
    ]);
    expect(equityPoints([point(0, '100')])).toEqual([]);
  });

  it('has nothing to show for nothing', () => {
    expect(equityPoints([])).toEqual([]);
  });
});
