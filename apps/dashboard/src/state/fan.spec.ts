import { fanOf } from './fan';

describe('fanOf', () => {
  it('opens from the starting equity on the left to the bands of the last day on the right', () => {
    const flat = { p5: 90, p25: 95, p50: 110, p75: 120, p95: 130 };
    const fan = fanOf(
      {
        days: 4,
        fan: [
          { day: 2, ...flat },
          { day: 4, ...flat, p5: 80 },
        ],
      },
      100,
    );
    // From 80 to 130: a unit is two hundredths of the height.
    expect([fan.least, fan.most, fan.start]).toEqual([80, 130, 60]);
    expect(fan.middle).toBe('M0 60L50 40L100 40');
    expect(fan.outer).toBe('M0 60L50 80L100 100L100 0L50 0L0 60Z');
    expect(fan.inner).toBe('M0 60L50 70L100 70L100 20L50 20L0 60Z');
  });

  it('is a line in the middle where nothing moves', () => {
    const still = { p5: 5, p25: 5, p50: 5, p75: 5, p95: 5 };
    expect(fanOf({ days: 1, fan: [{ day: 1, ...still }] }, 5)).toMatchObject({ middle: 'M0 50L100 50', start: 50 });
  });
});
