import { plainTotal, rollingWeighted, slideWeighted, weightedTotal } from './rolling-weighted';

describe('slideWeighted', () => {
  it('weighs the window from 1 for the oldest to its size for the newest', () => {
    const state = rollingWeighted(3);
    const totals = [4, 5, 6, 7, 8, 9, 10].map((value) => (slideWeighted(state, value) ? [plainTotal(state), weightedTotal(state)] : null));
    expect(totals.slice(1, 4)).toEqual([null, [15, 32], [18, 38]]);
    expect(totals.at(-1)).toEqual([27, 56]); // 8 + 2 · 9 + 3 · 10
  });
});
