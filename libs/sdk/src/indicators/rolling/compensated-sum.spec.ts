import { addTo, noSum, totalOf } from './compensated-sum';

describe('addTo', () => {
  it('keeps what a large number would swallow', () => {
    const state = noSum();
    [1, 1e100, 1, -1e100].forEach((value) => addTo(state, value));
    expect(totalOf(state)).toBe(2);
  });

  it('comes back to where it was after a million additions and removals', () => {
    const state = noSum();
    addTo(state, 0.1);
    for (let n = 0; n < 500_000; n += 1) {
      addTo(state, 12_345.678 + n);
      addTo(state, -(12_345.678 + n));
    }
    expect(totalOf(state)).toBe(0.1);
  });
});
