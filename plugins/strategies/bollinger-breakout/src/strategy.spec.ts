import { planStrategy } from '@libs/sdk';
import { barsOf, describeStrategy, playTape, type Tape } from '@libs/testkit';
import { decideSide, type Signals } from './decide-side';
import { strategy } from './strategy';

const SYMBOL = 'BTC/USDT:USDT';

/**
 * Bands of 2 bars, half a deviation wide, so that they can be followed by hand: the deviation is half the step from close to close.
 *
 * close   100  100  104  106  103     103
 * middle       100  102  105  104.5   103
 * upper        100  103  105.5 105.25 103
 * lower        100  101  104.5 103.75 103
 *                   up        down
 */
const CLOSES = [100, 100, 104, 106, 103, 103];

function tape(changes: Partial<Tape> = {}, params: Readonly<Record<string, unknown>> = {}): Tape {
  const { symbol = SYMBOL } = changes;
  const all = { symbol, interval: '1m', period: 2, width: 0.5, atrPeriod: 1, stopWidth: 20, ...params };
  return { strategy, symbol, interval: '1m', bars: barsOf(...CLOSES), equity: '1000', ...changes, params: all };
}

const brief = (played: ReturnType<typeof playTape>): string[] =>
  played.orders.map(({ bar, side, quantity, reduceOnly, tag }) => `${bar} ${side} ${quantity}${reduceOnly ? ' reduce-only' : ''} ${tag}`);

describe('bollinger-breakout', () => {
  it('goes with the close that leaves the bands, and turns when it leaves them on the other side', () => {
    const played = playTape(tape());
    // 5 % of 1000 is 50: at 104 that is 0.4807…, at 103 0.4854…, each rounded down to 0.001; 0.48 + 0.485 turn it over.
    expect(brief(played)).toEqual(['2 BUY 0.48 breakout up', '4 SELL 0.965 breakout down']);
    expect(played.position).toBe('-0.485');
    expect(played.decisions[4]).toEqual({
      action: 'sell',
      why: 'breakout down; selling 0.965 to go from 0.48 to -0.485',
      values: { lower: 103.75, middle: 104.5, upper: 105.25, close: 103 },
    });
  });

  it('leaves at the middle where it may not be short', () => {
    const long = ['2 BUY 0.48 breakout up', '4 SELL 0.48 reduce-only back at the middle'];
    expect(brief(playTape(tape({}, { direction: 'long' })))).toEqual(long);
    expect(brief(playTape(tape({ symbol: 'BTC/USDT' })))).toEqual(long);
  });

  it('is stopped at its ranges from the entry, and waits for the next breakout', () => {
    const bars = barsOf(100, 100, 104, 106, 107, 108);
    // Entered at 104; the bar before had a range of 4, so the stop lies at 100, to which this bar comes on its way up.
    bars[3] = { ...bars[3]!, low: 100 };
    const played = playTape(tape({ bars }, { stopWidth: 1 }));
    expect(brief(played)).toEqual(['2 BUY 0.48 breakout up', '3 SELL 0.48 reduce-only stop']);
    expect(played.decisions.at(-1)?.why).toBe('no close came out of the bands; holding 0 as wanted');
    bars[3] = { ...bars[3], low: 100.1 };
    expect(brief(playTape(tape({ bars }, { stopWidth: 1 })))).toEqual(['2 BUY 0.48 breakout up']);
  });

  it('completes a turn that was filled in part at the next bar', () => {
    const played = playTape(tape({ fate: (_, n) => (n === 1 ? { part: '0.6' } : 'filled') }));
    // From 0.48 the part brings it to -0.12; 0.365 are missing to -0.485.
    expect(brief(played).slice(1)).toEqual(['4 SELL 0.965 breakout down', '5 SELL 0.365 breakout down']);
  });

  it('asks ever more rarely while it is refused', () => {
    const bars = barsOf(100, 100, 104, 105, 106, 107, 108, 109, 110);
    const played = playTape(tape({ bars, fate: () => ({ denied: 'TRADING_HALTED' }) }));
    expect(played.orders.map(({ bar }) => bar)).toEqual([2, 3, 5]);
    expect(played.decisions[4]?.why).toBe('the move up goes on; the last order was refused (TRADING_HALTED), trying again in 1 bars');
  });

  it('does not enter on a breakout of its warm-up', () => {
    expect(brief(playTape(tape({ history: 3 })))).toEqual(['4 SELL 0.485 breakout down']);
  });

  it('asks for what its bands and ten periods of its range need', () => {
    expect(planStrategy(strategy, { symbol: SYMBOL })).toMatchObject({ ok: true, plan: { warmUpBars: 140 } });
    expect(planStrategy(strategy, { symbol: SYMBOL, period: 200 })).toMatchObject({ ok: true, plan: { warmUpBars: 201 } });
  });
});

describe('decideSide', () => {
  const bands = { lower: 90, middle: 100, upper: 110, percentB: 0.5, bandwidth: 0.2 };
  const at = (close: number): Signals => ({ close, bands, isUp: false, isDown: false, isStopped: false });
  const rules = { symbol: SYMBOL, exit: 'opposite', direction: 'both' } as const;

  it('with exit "opposite" stays until the close is beyond the other band', () => {
    expect([99, 90, 89].map((close) => decideSide(at(close), 'LONG', rules).side)).toEqual(['LONG', 'LONG', 'FLAT']);
    expect([101, 110, 111].map((close) => decideSide(at(close), 'SHORT', rules).side)).toEqual(['SHORT', 'SHORT', 'FLAT']);
  });

  it('puts the stop before a breakout of the same bar', () => {
    expect(decideSide({ ...at(111), isUp: true, isStopped: true }, 'SHORT', rules)).toEqual({ side: 'FLAT', why: 'stop' });
  });
});

describeStrategy(strategy, { params: { symbol: SYMBOL, interval: '1m' }, folder: import.meta.dirname });
