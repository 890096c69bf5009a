import { patience } from './patience';

const REFUSED = { status: 'DENIED', reason: 'TRADING_HALTED' };

/** The bars, from 0, on which it tries, when every try is refused by two orders at once. */
function tries(bars: number): number[] {
  const state = patience.create();
  return Array.from({ length: bars }, (_, bar) => bar).filter(() => {
    if (patience.waits(state)) return false;
    patience.hear(state, REFUSED);
    patience.hear(state, REFUSED);
    return true;
  });
}

describe('patience', () => {
  it('tries at the next bar, then after 2, 4, 8 … bars, at most 64', () => {
    expect(tries(64)).toEqual([0, 1, 3, 7, 15, 31, 63]);
    const late = tries(400);
    expect(late.at(-1)! - late.at(-2)!).toBe(64);
  });

  it('begins anew once something went well', () => {
    const state = patience.create();
    patience.hear(state, REFUSED);
    patience.waits(state);
    patience.hear(state, REFUSED);
    expect(state).toEqual({ count: 2, reason: 'TRADING_HALTED', pause: 2 });
    patience.end(state);
    expect(state).toEqual(patience.create());
  });

  it('takes no other news for a refusal, and a refusal without words by its status', () => {
    const state = patience.create();
    for (const status of ['ACCEPTED', 'FILLED', 'CANCELED', 'EXPIRED']) patience.hear(state, { status });
    expect(state.pause).toBe(0);
    patience.hear(state, { status: 'REJECTED' });
    expect(state.reason).toBe('REJECTED');
  });
});
