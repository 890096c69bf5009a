import { rollingSum, slideSum } from './rolling-sum';

describe('slideSum', () => {
  it('sums the window', () => {
    const state = rollingSum(2);
    expect([1, 2, 3].map((value) => slideSum(state, value))).toEqual([null, 3, 5]);
  });

  it('is exactly 0 for a window of zeros', () => {
    const state = rollingSum(2);
    expect([1e300, 0.1, 0.2, 0, 0].map((value) => slideSum(state, value)).at(-1)).toBe(0);
  });
});
