import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { claimedHost, liveHost, plannedOf, playPlanned } from './backtest';
import { fillHash } from './fill-hash';
import { run, scripted, termsOf, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';

const MINUTE = 60_000;
const ROWS: Rows = Array.from({ length: 6 }, (_, n) => [100 + n, 100 + n, 100 + n, 100 + n] as const);

/** Sets a timer at the close of the second minute, and does what is said when it is due. */
function timed(at: number, act: (ctx: Context, at: number) => void, state: { heard: number[] } = { heard: [] }): Strategy {
  return defineStrategy({
    name: 'timed',
    version: '1.0.0',
    title: 'Timed',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 1,
    state: () => ({}),
    onStart: (ctx) => ctx.timer('t', at),
    onBar: () => undefined,
    onTimer: (ctx, timer) => {
      state.heard.push(ctx.marketTime);
      act(ctx, timer.at);
    },
  });
}

describe('a timer in a backtest', () => {
  it('is due between bars, and its order meets the price of that moment', () => {
    const heard: number[] = [];
    const strategy = timed(2.5 * MINUTE, (ctx) => ctx.buy('BTC/USDT:USDT', '1'), { heard });
    expect(told(run(strategy, ROWS))).toEqual(['150 BUY 1 at 102 for 0']);
    expect(heard).toEqual([2.5 * MINUTE]);
  });

  it('on the close of a bar comes before the bar', () => {
    const order: string[] = [];
    const strategy = defineStrategy({
      name: 'both',
      version: '1.0.0',
      title: 'Both',
      description: 'For tests.',
      params: { symbol: param.symbol({ description: 'What to trade' }) },
      watches: ({ symbol }) => [{ symbol, interval: '1m' }],
      warmUp: () => 1,
      state: () => ({}),
      onStart: (ctx) => ctx.timer('t', 3 * MINUTE),
      onBar: (ctx) => void (ctx.warmingUp || order.push(`bar ${ctx.marketTime / MINUTE}`)),
      onTimer: (ctx) => void order.push(`timer ${ctx.marketTime / MINUTE}`),
    });
    run(strategy, ROWS);
    expect(order.slice(0, 3)).toEqual(['bar 2', 'timer 3', 'bar 3']);
  });

  it('knows the fills that came before it', () => {
    const sides: string[] = [];
    const strategy = scripted((ctx) => {
      ctx.buy('BTC/USDT:USDT', '1');
      ctx.timer('t', 2.5 * MINUTE);
    });
    const timed = { ...strategy, onTimer: (ctx: Context) => void sides.push(ctx.position('BTC/USDT:USDT').side) };
    run(timed, ROWS);
    expect(sides).toEqual(['LONG']);
  });

  it('leads to the same fills where the run is stepped again without the strategy', () => {
    const strategy = timed(2.5 * MINUTE, (ctx) => {
      ctx.buy('BTC/USDT:USDT', '1');
      ctx.timer('t', ctx.marketTime + 70_000);
    });
    const params = { symbol: 'BTC/USDT:USDT' };
    const planned = plannedOf(strategy, params);
    const host = liveHost(strategy, params);
    const live = playPlanned(planned, termsOf(ROWS), host);
    const again = playPlanned(planned, termsOf(ROWS), claimedHost(host.claim));
    expect(live.fills).toHaveLength(3);
    expect(fillHash(again.fills)).toBe(fillHash(live.fills));
    expect(fillHash(run(strategy, ROWS, { stepsEachBar: true }).fills)).toBe(fillHash(live.fills));
  });

  it('that sets itself for ever cannot keep time from going on', () => {
    const heard: number[] = [];
    const strategy = timed(
      2 * MINUTE,
      (ctx) => {
        if (heard.length < 5) ctx.timer('t', 0);
      },
      { heard },
    );
    expect(run(strategy, ROWS).fault).toBeNull();
    expect(heard.map((at) => at - heard[0]!)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('a strategy that follows more than bars', () => {
  it('is refused where there are bars only', () => {
    const strategy: Strategy = { ...scripted(), onTick: () => undefined, watches: () => [{ symbol: 'BTC/USDT:USDT', ticks: true }] };
    expect(() => run(strategy, ROWS)).toThrow('follows ticks, trades or the book of BTC/USDT:USDT, of which there are bars only');
  });
});
