import { touchOf } from './fair-price';
import { quotesAt } from './quotes';
import { volatility } from './volatility';

describe('touchOf', () => {
  const bids = [
    [100, 3],
    [99, 1],
  ] as const;
  const asks = [[101, 1]] as const;

  it('takes the middle, or leans to the side where less stands', () => {
    expect(touchOf(bids, asks, 'mid')).toEqual({ bid: 100, ask: 101, fair: 100.5 });
    // Four stand on the bid and one on the offer: four fifths of the way up.
    expect(touchOf(bids, asks, 'micro')?.fair).toBeCloseTo(100.8, 12);
    expect(touchOf(bids.slice(0, 1), [[101, 9]], 'micro')?.fair).toBeCloseTo(100.25, 12);
  });

  it('knows no price while a side is empty or the book is crossed', () => {
    expect(touchOf([], asks, 'mid')).toBeNull();
    expect(touchOf(bids, [], 'micro')).toBeNull();
    expect(touchOf([[101, 1]], asks, 'mid')).toBeNull();
  });
});

describe('quotesAt', () => {
  const rules = { minSpread: 0.001, width: 2, horizon: 25, skew: 0.5 };

  it('quotes a half spread to both sides while nothing is held', () => {
    // 2 · 0.0002 · √25 = 0.002 of 1,000.
    expect(quotesAt(1_000, 0, 0.0002, rules)).toEqual({ reservation: 1_000, half: 2, bid: 998, ask: 1_002 });
  });

  it('never quotes nearer than the least spread', () => {
    expect(quotesAt(1_000, 0, 0, rules)).toEqual({ reservation: 1_000, half: 0.5, bid: 999.5, ask: 1_000.5 });
  });

  it('moves both quotes against what is held', () => {
    // Half of the inventory moves them half of 0.5 half spreads: 0.5.
    expect(quotesAt(1_000, 0.5, 0.0002, rules)).toEqual({ reservation: 999.5, half: 2, bid: 997.5, ask: 1_001.5 });
    expect(quotesAt(1_000, -1, 0.0002, rules)).toEqual({ reservation: 1_001, half: 2, bid: 999, ask: 1_003 });
  });
});

describe('volatility', () => {
  /** Prices of e^0.001 and 1 in turn, so that each step changes by 0.001. */
  const zigzag = (times: readonly number[], window = 10_000): (number | null)[] => {
    const state = volatility.create(window);
    return times.map((at, n) => volatility.update(state, n % 2 === 0 ? 1 : Math.exp(0.001), at));
  };

  it('is the change of a second once a window has passed', () => {
    const found = zigzag(Array.from({ length: 12 }, (_, n) => n * 1_000));
    expect(found.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => null));
    expect(found[10]).toBeCloseTo(0.001, 12);
  });

  it('reckons longer steps down to a second by the root of their length', () => {
    expect(zigzag(Array.from({ length: 5 }, (_, n) => n * 4_000)).at(-1)).toBeCloseTo(0.0005, 12);
  });

  it('forgets: after a calm window a share of 1/e of the variance is left', () => {
    const state = volatility.create(10_000);
    for (let n = 0; n <= 20; n += 1) volatility.update(state, n % 2 === 0 ? 1 : Math.exp(0.001), n * 1_000);
    let last: number | null = null;
    for (let n = 21; n <= 30; n += 1) last = volatility.update(state, 1, n * 1_000);
    expect(last).toBeCloseTo(Math.sqrt(1e-6 / Math.E), 8);
  });

  it('takes what happens within a second for noise', () => {
    expect(zigzag([0, 100, 2_000, 2_100, 4_000, 4_100, 6_000, 6_100, 8_000, 8_100, 10_000]).at(-1)).toBe(0);
  });
});
