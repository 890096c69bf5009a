import { defineStrategy } from '@libs/sdk';
import { timed } from '../../test/events';
import { market, minutes } from '../../test/markets';
import { BTC, FREE, nothing, run, scripted, termsOf, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';
import { barTape } from './bar-tape';
import { runBacktest } from './backtest';

const flat = (price: number) => [price, price, price, price] as const;
const buy = (ctx: Context) => ctx.buy(BTC, '1');
const protect = (stop: string) => (ctx: Context) => ctx.sell(BTC, '1', { stop, reduceOnly: true, tag: 'stop' });

describe('a stop in a backtest', () => {
  it('is sent in the moment in which the bar comes to it', () => {
    // From 100 at 240 s the price rises to 101 in 20 s, falls to 91 in 20 s: 95 after 12 of them.
    const rows: Rows = [flat(100), flat(100), flat(100), flat(100), [100, 101, 91, 100], flat(100)];
    const result = run(scripted(buy, protect('95')), rows);
    expect(told(result)).toEqual(['120 BUY 1 at 100 for 0', '272 SELL 1 at 95 for 0']);
    expect(result.fault).toBeNull();
  });

  it('meets the price that there is after a gap, and the price that has come when it takes time', () => {
    const gap: Rows = [flat(100), flat(100), flat(100), flat(100), [90, 92, 88, 91]];
    expect(told(run(scripted(buy, protect('95')), gap))).toEqual(['120 BUY 1 at 100 for 0', '240 SELL 1 at 90 for 0']);
    // Sent at 272 s and two seconds on its way: 0.5 a second further down.
    const rows: Rows = [flat(100), flat(100), flat(100), flat(100), [100, 101, 91, 100], flat(100)];
    expect(told(run(scripted(buy, protect('95')), rows, { fills: { ...FREE, latency: 2_000 } }))).toEqual([
      '122 BUY 1 at 100 for 0',
      '274 SELL 1 at 94 for 0',
    ]);
  });

  // At 160 s the price is 90, between closes of 100 and 95.
  const dip: Rows = [flat(100), flat(100), [100, 100, 90, 95], [95, 97, 95, 97], flat(97)];

  it('that is set between two bars waits for the price there, not for the newest close', () => {
    const strategy = timed({ 160: (ctx) => ctx.buy(BTC, '1', { stop: '97' }) });
    expect(told(run(strategy, dip))).toEqual(['220 BUY 1 at 97 for 0']);
  });

  it('of a bracket between two bars lies beside the price there', () => {
    const entry = { side: 'BUY', quantity: '1' } as const;
    const strategy = timed({ 160: (ctx) => ctx.bracket(BTC, { entry, stopLoss: '88', takeProfit: '95' }) });
    expect(told(run(strategy, dip))).toEqual(['160 BUY 1 at 90 for 0', '179.999 SELL 1 at 95 for 0']);
  });

  it('that the price never reaches is never sent, however many bars pass quietly', () => {
    const rows: Rows = [flat(100), flat(100), ...Array.from({ length: 50 }, () => [100, 103, 97, 100] as const)];
    expect(told(run(scripted(buy, protect('95')), rows))).toEqual(['120 BUY 1 at 100 for 0']);
    expect(told(run(scripted(buy, protect('97')), [...rows, flat(97)]))[1]).toMatch(/SELL 1 at 97/);
  });

  it('trails where the strategy moves it, and lets other orders of the strategy go', () => {
    const trail = (ctx: Context): void => {
      expect(ctx.hasOpenOrders(BTC)).toBe(false);
      for (const { clientOrderId, stop } of ctx.openOrders) if (stop !== undefined) ctx.cancel(clientOrderId);
      protect('104')(ctx);
    };
    const rows: Rows = [flat(100), flat(100), flat(100), flat(106), flat(106), [106, 106, 103, 103]];
    expect(told(run(scripted(buy, protect('95'), trail, nothing), rows)).at(-1)).toMatch(/SELL 1 at 104/);
  });

  it('gives the same trades where the core is stepped over every bar', () => {
    const rows: Rows = Array.from({ length: 40 }, (_, n) => {
      const price = 100 + ((n * 7) % 11) - 5;
      return [price, price + 3, price - 3, price] as const;
    });
    const script = scripted(buy, protect('96'), nothing, (ctx) => ctx.buy(BTC, '1', { stop: '106' }));
    const quick = told(run(script, rows));
    expect(quick.length).toBeGreaterThan(2);
    expect(told(run(script, rows, { stepsEachBar: true }))).toEqual(quick);
  });
});

describe('a stop on a market that has reached it at the close at which the bar of another places it', () => {
  const ether = { ...market, symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', base: 'ETH' };
  const rows: Rows = [flat(100), flat(100), [100, 100, 90, 90], flat(110), flat(110)];

  it.each([
    ['that is passed over', false, false],
    ['that is answered', true, false],
    ['that is stepped over', false, true],
  ])('is sent before that bar, one %s', (_what, isAnswered, stepsEachBar) => {
    const strategy = defineStrategy({
      name: 'pair',
      version: '1.0.0',
      title: 'Pair',
      description: 'For tests.',
      params: {},
      warmUp: () => 1,
      watches: () => [ether, market].map(({ symbol }) => ({ symbol, interval: '1m' as const })),
      state: () => ({}),
      onBar: (ctx, { symbol }) => {
        if (ctx.warmingUp || ctx.marketTime > 180_000) return;
        if (ctx.marketTime === 120_000 && symbol === BTC) ctx.buy(BTC, '1');
        if (ctx.marketTime === 180_000 && symbol !== BTC) ctx.sell(BTC, '1', { stop: '95', reduceOnly: true });
        if (ctx.marketTime === 180_000 && symbol === BTC && isAnswered) ctx.buy(ether.symbol, '2');
      },
    });
    const markets = [ether, market].map((one) => ({ market: one, tape: barTape(one, '1m', minutes(...rows)) }));
    const { fills, fault } = runBacktest({ ...termsOf(rows), strategy, params: {}, markets, stepsEachBar });
    expect(fault).toBeNull();
    // The stop finds the price at which the next bar opens.
    expect(told({ fills: fills.filter(({ symbol }) => symbol === BTC) })).toEqual(['120 BUY 1 at 100 for 0', '180 SELL 1 at 110 for 0']);
    expect(fills).toHaveLength(isAnswered ? 3 : 2);
  });
});
