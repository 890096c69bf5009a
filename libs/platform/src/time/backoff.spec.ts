import { backoffDelay } from './backoff';

describe('backoffDelay', () => {
  it('doubles up to its cap, of which at least half is waited', () => {
    const longest = [1, 2, 3, 4, 50].map((attempt) => backoffDelay(attempt, { step: 1_000, cap: 5_000, random: () => 1 }));
    const shortest = [1, 2, 3, 4, 50].map((attempt) => backoffDelay(attempt, { step: 1_000, cap: 5_000, random: () => 0 }));
    expect(longest).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(shortest).toEqual([500, 1_000, 2_000, 2_500, 2_500]);
  });
});
