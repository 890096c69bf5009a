import { ALWAYS, Strikes } from './strikes';

function strikesOf(rule: Partial<typeof ALWAYS>, opportunities: number, seed = 1): string {
  const strikes = new Strikes({ ...ALWAYS, ...rule }, () => 0, seed);
  return Array.from({ length: opportunities }, () => (strikes.next() ? 'x' : '.')).join('');
}

describe('when a fault strikes', () => {
  it('is every time unless it was limited', () => {
    expect(strikesOf({}, 4)).toBe('xxxx');
  });

  it('is as often as its count says, after what it skips', () => {
    expect(strikesOf({ skip: 2, count: 3 }, 8)).toBe('..xxx...');
  });

  it('is by chance at its probability, the same again for the same seed', () => {
    const once = strikesOf({ probability: 0.25 }, 4_000, 9);
    expect(strikesOf({ probability: 0.25 }, 4_000, 9)).toBe(once);
    expect(strikesOf({ probability: 0.25 }, 4_000, 10)).not.toBe(once);
    const share = once.split('x').length / 4_000;
    expect(share).toBeGreaterThan(0.22);
    expect(share).toBeLessThan(0.28);
  });

  it('is within its window of time only', () => {
    let now = 1_000;
    const strikes = new Strikes({ ...ALWAYS, afterMs: 500, forMs: 200 }, () => now, 1);
    const at = (time: number): boolean => {
      now = time;
      return strikes.next();
    };
    expect([at(1_499), at(1_500), at(1_699), at(1_700)]).toEqual([false, true, true, false]);
    expect(strikes.state).toBe('over');
  });
});
