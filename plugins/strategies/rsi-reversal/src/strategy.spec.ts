import { planStrategy } from '@libs/sdk';
import { barsOf, describeStrategy, playTape, type Tape } from '@libs/testkit';
import { strategy } from './strategy';

const SYMBOL = 'BTC/USDT:USDT';

/**
 * Period 2, so that the RSI can be followed by hand: averages of the rises and falls that go half the way each bar.
 *
 * close  100   98   96   97     99     98     101
 * rise              0    0.5    1.25   0.625  1.8125
 * fall              2    1      0.5    0.75   0.375
 * rsi               0    33.33  71.43  45.45  82.86
 *                        buy    out    short  stop: 98 · 1.03 = 100.94
 */
const CLOSES = [100, 98, 96, 97, 99, 98, 101];

function tape(changes: Partial<Tape> = {}, params: Readonly<Record<string, unknown>> = {}): Tape {
  const { symbol = SYMBOL } = changes;
  const all = { symbol, interval: '1m', period: 2, ...params };
  return { strategy, symbol, interval: '1m', bars: barsOf(...CLOSES, 101, 101), equity: '1000', ...changes, params: all };
}

const brief = (played: ReturnType<typeof playTape>): string[] =>
  played.orders.map(({ bar, side, quantity, reduceOnly, tag }) => `${bar} ${side} ${quantity}${reduceOnly ? ' reduce-only' : ''} ${tag}`);

describe('rsi-reversal', () => {
  it('buys the return, leaves at the middle, sells the other return and is stopped', () => {
    const played = playTape(tape());
    // 5 % of 1000 is 50: at 97 that is 0.5154…, at 98 0.5102…, each rounded down to 0.001.
    expect(brief(played)).toEqual([
      '3 BUY 0.515 oversold',
      '4 SELL 0.515 reduce-only rsi back',
      '5 SELL 0.51 overbought',
      '6 BUY 0.51 reduce-only stop',
    ]);
    expect(played.position).toBe('0');
  });

  it('says on every bar with an RSI what it decided, why, and the number behind it', () => {
    const { decisions } = playTape(tape());
    expect(decisions.map((decision) => decision?.action)).toEqual([
      undefined,
      undefined,
      'hold',
      'buy',
      'sell',
      'sell',
      'buy',
      'hold',
      'hold',
    ]);
    expect(decisions[3]).toEqual({
      action: 'buy',
      why: 'oversold; buying 0.515 to go from 0 to 0.515',
      values: { rsi: expect.closeTo(100 / 3, 9) as number, close: 97 },
    });
  });

  it('is never short on a spot market or with direction long', () => {
    const long = ['3 BUY 0.515 oversold', '4 SELL 0.515 reduce-only rsi back'];
    expect(brief(playTape(tape({}, { direction: 'long' })))).toEqual(long);
    expect(brief(playTape(tape({ symbol: 'BTC/USDT' })))).toEqual(long);
  });

  it('does not take the rest of a spot fee for a position', () => {
    const played = playTape(tape({ symbol: 'BTC/USDT', fate: (_, n) => (n === 0 ? { part: '0.5145' } : 'filled') }));
    expect(brief(played)).toEqual(['3 BUY 0.515 oversold', '4 SELL 0.514 reduce-only rsi back']);
    expect(played.decisions[5]?.why).toBe('no return from an extreme; holding 0.0005, within one lot of 0');
  });

  /** From bar 6 on: falls again and comes back, so that 9 would be the next entry. */
  const AGAIN = [...CLOSES, 95, 90, 93, 92];

  it('rests after a loss, and then takes the next return', () => {
    // The stop of bar 6 is filled at the open of bar 7, which begins at minute 7: three bars later it is minute 10.
    const resting = playTape(tape({ bars: barsOf(...AGAIN) }, { rest: 3 }));
    expect(resting.orders.at(-1)?.tag).toBe('stop');
    expect(resting.decisions[9]?.why).toContain('resting after a loss');
    const free = playTape(tape({ bars: barsOf(...AGAIN) }, { rest: 2 }));
    expect(brief(free).at(-1)).toBe('9 BUY 0.537 oversold');
  });

  it('completes an entry that was filled in part at the next bar', () => {
    // Rises of 0.5 and 0.1: 0.25 / 1.25 = 20 %, then 0.175 / 0.675 = 25.9 %.
    const bars = barsOf(100, 98, 96, 96.5, 96.6);
    const played = playTape(tape({ bars, fate: (_, n) => (n === 0 ? { part: '0.2' } : 'filled') }, { oversold: 15 }));
    // 50 / 96.5 = 0.5181…
    expect(brief(played)).toEqual(['3 BUY 0.518 oversold', '4 BUY 0.318 oversold']);
  });

  it('asks ever more rarely while it is refused, and gives up with the signal', () => {
    const bars = barsOf(100, 98, 96, 97, 97, 97, 97, 97, 99);
    const played = playTape(tape({ bars, fate: () => ({ denied: 'TRADING_HALTED' }) }));
    expect(brief(played).map((line) => line.slice(0, 5))).toEqual(['3 BUY', '4 BUY', '6 BUY']);
    expect(played.decisions[5]?.why).toContain('refused (TRADING_HALTED)');
    expect(played.decisions[8]?.why).toBe('rsi back; holding 0 as wanted');
  });

  it('does not trade on its warm-up', () => {
    expect(brief(playTape(tape({ history: 4 }))).at(0)).toBe('5 SELL 0.51 overbought');
  });

  it('refuses an exit that lies before the entry, and asks for ten periods of history', () => {
    const refused = planStrategy(strategy, { symbol: SYMBOL, exit: 25 });
    expect(refused).toEqual({
      ok: false,
      problems: [{ parameter: null, message: 'exit is 25; it must be above oversold (30), and 100 − exit below overbought (70)' }],
    });
    expect(planStrategy(strategy, { symbol: SYMBOL })).toMatchObject({ ok: true, plan: { warmUpBars: 140 } });
  });
});

describeStrategy(strategy, { params: { symbol: SYMBOL, interval: '1m' }, folder: import.meta.dirname });
