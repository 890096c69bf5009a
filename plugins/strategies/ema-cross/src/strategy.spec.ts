import { planStrategy } from '@libs/sdk';
import { barsOf, describeStrategy, playTape } from '@libs/testkit';
import type { Tape } from '@libs/testkit';
import { strategy } from './strategy';

const SYMBOL = 'BTC/USDT:USDT';

/**
 * Periods 1 and 3, so that the averages can be followed by hand: fast is the close, slow moves half the way to it.
 *
 * close   100   96    97    104    105    90     80
 * fast    100   96    97    104    105    90     80
 * slow    100   98    97.5  100.75 102.875 96.4375 88.21875
 *               below       above         below
 */
const CLOSES = [100, 96, 97, 104, 105, 90, 80];

function tape(changes: Partial<Tape> = {}): Tape {
  const params = { symbol: SYMBOL, interval: '1m', fast: 1, slow: 3, sizeFraction: 0.05, direction: 'both' };
  return { strategy, params, symbol: SYMBOL, interval: '1m', bars: barsOf(...CLOSES), equity: '1000', ...changes };
}

const brief = (played: ReturnType<typeof playTape>): string[] =>
  played.orders.map(({ bar, side, quantity, tag }) => `${bar} ${side} ${quantity} ${tag}`);

describe('ema-cross', () => {
  it('turns at each cross with one order of the combined quantity', () => {
    const played = playTape(tape());
    // 5 % of 1000 is 50: at 96 that is 0.5208…, at 104 0.4807…, at 90 0.5555…, each rounded down to 0.001.
    expect(brief(played)).toEqual(['1 SELL 0.52 cross below', '3 BUY 1 cross above', '5 SELL 1.035 cross below']);
    expect(played.position).toBe('-0.555');
  });

  it('says on every bar what it decided, why, and the averages behind it', () => {
    const { decisions } = playTape(tape());
    expect(decisions.map((decision) => decision?.action)).toEqual(['wait', 'sell', 'hold', 'buy', 'hold', 'sell', 'hold']);
    expect(decisions[3]).toEqual({
      action: 'buy',
      why: 'the fast average crossed above the slow one; buying 1 to go from -0.52 to 0.48',
      values: { fast: 104, slow: 100.75, close: 104 },
    });
  });

  it('goes flat instead of short with direction long', () => {
    const { params } = tape();
    const played = playTape(tape({ params: { ...params, direction: 'long' } }));
    expect(brief(played)).toEqual(['3 BUY 0.48 cross above', '5 SELL 0.48 cross below']);
    expect(played.orders.map(({ reduceOnly }) => reduceOnly)).toEqual([false, true]);
  });

  it('holds or goes flat on a spot market, in whole lots of what the fee left', () => {
    const { params } = tape();
    const played = playTape(
      tape({ params: { ...params, symbol: 'BTC/USDT' }, symbol: 'BTC/USDT', fate: (_, n) => (n === 0 ? { part: '0.4795' } : 'filled') }),
    );
    expect(brief(played)).toEqual(['3 BUY 0.48 cross above', '5 SELL 0.479 cross below']);
    expect(played.position).toBe('0.0005');
    expect([4, 6].map((bar) => played.decisions[bar]?.why)).toEqual([
      'the fast average is still above the slow one; holding 0.4795, within one lot of 0.48',
      'the fast average is still below the slow one; holding 0.0005, within one lot of 0',
    ]);
  });

  it('does not enter on a cross of its warm-up', () => {
    expect(brief(playTape(tape({ history: 2 })))).toEqual(['3 BUY 0.48 cross above', '5 SELL 1.035 cross below']);
  });

  it('sends nothing while an order is open', () => {
    const played = playTape(tape({ fate: () => 'open' }));
    expect(brief(played)).toEqual(['1 SELL 0.52 cross below']);
    expect(played.decisions[3]?.why).toContain('an order is still open');
  });

  it('completes a turn that was filled in part at the next bar', () => {
    const played = playTape(tape({ fate: (_, n) => (n === 1 ? { part: '0.6' } : 'filled') }));
    // From -0.52 the part brings it to 0.08; 0.4 is missing to 0.48.
    expect(brief(played).slice(0, 3)).toEqual(['1 SELL 0.52 cross below', '3 BUY 1 cross above', '4 BUY 0.4 complete']);
  });

  it('sizes anew after a refusal, then waits ever longer', () => {
    const played = playTape(tape({ bars: barsOf(100, 96, 95, 94, 93, 92, 91, 90, 89), fate: () => ({ denied: 'TRADING_HALTED' }) }));
    // 50 at 96, 95, 93 and 89: bars 2, 4 and 8 are 1, 2 and 4 after the refusal before them.
    expect(brief(played)).toEqual(['1 SELL 0.52 cross below', '2 SELL 0.526 complete', '4 SELL 0.537 complete', '8 SELL 0.561 complete']);
    expect(played.decisions[3]?.why).toContain('refused (TRADING_HALTED)');
  });

  it('stays out when its share of equity is less than the market trades', () => {
    const played = playTape(tape({ equity: '50' }));
    expect(played.orders).toEqual([]);
    expect(played.decisions[1]?.action).toBe('hold');
  });

  it('refuses a fast average that is not below the slow one', () => {
    expect(planStrategy(strategy, { symbol: SYMBOL, fast: 26, slow: 12 })).toEqual({
      ok: false,
      problems: [{ parameter: null, message: 'fast is 26 and slow is 12; fast must be below slow' }],
    });
  });

  it('asks for five periods of the slow average as warm-up', () => {
    expect(planStrategy(strategy, { symbol: SYMBOL })).toMatchObject({
      ok: true,
      plan: {
        warmUpBars: 130,
        watches: [{ symbol: SYMBOL, interval: '1m' }],
        params: { fast: 12, slow: 26, sizeFraction: 0.05, direction: 'both' },
      },
    });
  });
});

describeStrategy(strategy, { params: { symbol: SYMBOL, interval: '1m' }, folder: import.meta.dirname });
