import { RateLimiter, type RateAsk, type RateTaken } from './rate-limiter';

const limiter = (): ((more: Partial<RateAsk>) => RateTaken) => {
  const limits = new RateLimiter();
  return (more) => limits.take('me', { limit: 3, count: 1, now: 0, window: 1_000, ...more });
};

describe('a limit of three per second', () => {
  it('lets three through and says when the next one may come', () => {
    const take = limiter();
    expect(take({ now: 100 })).toEqual({ allowed: 1, left: 2, resetIn: 0 });
    expect(take({ now: 200 })).toEqual({ allowed: 1, left: 1, resetIn: 0 });
    expect(take({ now: 300 })).toEqual({ allowed: 1, left: 0, resetIn: 800 });
    expect(take({ now: 400 })).toEqual({ allowed: 0, left: 0, resetIn: 700 });
  });

  it('rolls: what was asked a second ago no longer counts', () => {
    const take = limiter();
    for (const now of [0, 500, 900]) take({ now });
    expect(take({ now: 999 }).allowed).toBe(0);
    expect(take({ now: 1_000 })).toEqual({ allowed: 1, left: 0, resetIn: 500 });
    expect(take({ now: 1_499 }).allowed).toBe(0);
  });

  it('does not count what it refused', () => {
    const take = limiter();
    for (let now = 0; now < 900; now += 10) take({ now });
    expect(take({ now: 1_020 })).toMatchObject({ allowed: 1, left: 2 });
  });

  it('lets as many of a batch through as there is room', () => {
    const take = limiter();
    expect(take({ count: 2 })).toMatchObject({ allowed: 2, left: 1 });
    expect(take({ count: 5 })).toMatchObject({ allowed: 1, left: 0 });
  });

  it('counts each name for itself', () => {
    const limits = new RateLimiter();
    const ask = { limit: 1, count: 1, now: 0, window: 1_000 };
    expect([limits.take('a', ask).allowed, limits.take('b', ask).allowed, limits.take('a', ask).allowed]).toEqual([1, 1, 0]);
  });
});
