import { deviationOf, fromMean, meanOf, rollingDeviation, slideDeviation } from './rolling-deviation';

describe('slideDeviation', () => {
  it('knows mean and population deviation of the window', () => {
    const state = rollingDeviation(2);
    const spreads = [1, 3, 7].map((value) => (slideDeviation(state, value) ? [meanOf(state), deviationOf(state)] : null));
    expect(spreads).toEqual([null, [2, 1], [5, 2]]);
  });

  it('moves its pivot to where the values went', () => {
    const state = rollingDeviation(3);
    [1, 2, 3, 1e9 + 1, 1e9 + 2].forEach((value) => slideDeviation(state, value));
    slideDeviation(state, 1e9 + 3);
    expect([meanOf(state), state.pivot]).toEqual([1e9 + 2, 1e9 + 2]);
    expect(deviationOf(state)).toBeCloseTo(Math.sqrt(2 / 3), 14);
    expect(fromMean(state, 1e9 + 3)).toBe(1);
  });
});
