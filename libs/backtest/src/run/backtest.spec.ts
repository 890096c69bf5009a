import fc from 'fast-check';
import { decimal } from '@libs/kernel';
import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { BTC, market, minutes } from '../../test/markets';
import { FREE, run, scripted, termsOf, told } from '../../test/scripted';
import type { Context, Row, Rows } from '../../test/scripted';
import { claimedHost, liveHost, plannedOf, playPlanned, runBacktest } from './backtest';
import { barTape } from './bar-tape';
import { fillHash } from './fill-hash';
import { encodeTape, openTape } from './tape-file';

const PARAMS = { symbol: BTC };

describe('a backtest of bars', () => {
  it('fills a market order at the next open, with fee and slippage', () => {
    const strategy = scripted(
      (ctx) => ctx.buy(BTC, '1'),
      undefined!,
      (ctx) => void ctx.closePosition(BTC),
    );
    const rows: Rows = [
      [100, 100, 100, 100],
      [100, 102, 99, 101],
      [103, 104, 103, 104],
      [104, 110, 104, 110],
      [109, 109, 105, 105],
    ];
    expect(told(run(strategy, rows))).toEqual(['120 BUY 1 at 103 for 0', '240 SELL 1 at 109 for 0']);
    const fills = { makerFee: '0.0002', takerFee: '0.001', slippageTicks: 2, latency: 0 };
    const costly = run(strategy, rows, { fills });
    // A tick is 0.5; the fee is a thousandth of the value.
    expect(told(costly)).toEqual(['120 BUY 1 at 104 for 0.104', '240 SELL 1 at 108 for 0.108']);
    // 10000 − 0.104 + (101−… the position opens at 104): 104 → 0, 110 → +6, then closed at 108: +4 − 0.212.
    expect([...costly.curve.equity].map((value) => Number(value.toFixed(6)))).toEqual([10_000, 9_999.896, 10_005.896, 10_003.788]);
  });

  it('fills every size, also where candles state volumes in eight digits', () => {
    const fine = { ...market, lotSize: decimal('0.00000001'), minQuantity: decimal('0.00000001'), minNotional: decimal('0') };
    const rows: Rows = Array.from({ length: 4 }, () => [2, 2, 2, 2] as const);
    const strategy = scripted(
      (ctx) => ctx.buy(BTC, '1000'),
      (ctx) => ctx.sell(BTC, '990.5', { price: '2' }),
    );
    expect(told(run(strategy, rows, {}, fine))).toEqual(['120 BUY 1000 at 2 for 0', '180 SELL 990.5 at 2 for 0']);
  });

  it('fills an order that takes time at the price of its arrival on the way of the bar', () => {
    const strategy = scripted((ctx) => ctx.buy(BTC, '1'));
    // Open 100, low 97 after 20 s, high 109 after 40 s, close 105: 30 s after the open it is half way between 97 and 109.
    const rows: Rows = [
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [100, 109, 97, 105],
    ];
    expect(told(run(strategy, rows, { fills: { ...FREE, latency: 30_000 } }))).toEqual(['150 BUY 1 at 103 for 0']);
  });

  it('fills a resting order at its own price when the price goes through it, and cancels what it was told to', () => {
    const bid = (ctx: Context): void => {
      ctx.buy(BTC, '1', { price: '95', postOnly: true });
      ctx.buy(BTC, '1', { price: '80' });
    };
    const withdraw = (ctx: Context): void => ctx.openOrders.forEach(({ clientOrderId }) => ctx.cancel(clientOrderId));
    const rows: Rows = [
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [100, 101, 96, 97],
      [97, 97, 90, 92],
      [92, 92, 92, 92],
      [92, 92, 70, 70],
    ];
    expect(told(run(scripted(bid, undefined!, withdraw), rows))).toEqual(['220 BUY 1 at 95 for 0']);
    expect(told(run(scripted(bid), rows))).toHaveLength(2);
  });

  it('ends where the strategy throws, and says where', () => {
    const strategy = scripted(undefined!, () => {
      throw new Error('no idea');
    });
    const { fault, bars } = run(strategy, [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ]);
    expect([fault, bars]).toEqual([{ hook: 'onBar', message: expect.stringContaining('no idea') as string, at: 180_000 }, 2]);
  });

  it('gives bars of longer intervals when they are whole, and nothing before', () => {
    const seen: number[] = [];
    const strategy = defineStrategy({
      name: 'slow',
      version: '1.0.0',
      title: 'Slow',
      description: 'For tests.',
      params: { symbol: param.symbol({ description: 'What to trade' }) },
      watches: ({ symbol }) => [{ symbol, interval: '3m' as const }],
      warmUp: () => 1,
      state: () => ({}),
      onBar: (ctx, { bar }) => void seen.push(ctx.marketTime, bar.start, bar.open, bar.high, bar.low, bar.close, bar.volume),
    });
    const rows = Array.from({ length: 7 }, (_, n): Row => [n + 1, n + 2, n + 0.5, n + 1.5]);
    run(strategy, rows);
    expect(seen).toEqual([...[180_000, 0, 1, 4, 0.5, 3.5, 300], ...[360_000, 180_000, 4, 7, 3.5, 6.5, 300]]);
  });

  it('values what is held between the closes of its longer bars', () => {
    const other: MarketInstrument = { ...market, symbol: 'ETH/USDT:USDT', venueSymbol: 'ETHUSDT', base: 'ETH' };
    const watches = [
      { symbol: BTC, interval: '1m' as const },
      { symbol: other.symbol, interval: '3m' as const },
    ];
    const strategy: Strategy = {
      ...scripted(undefined!, (ctx) => ctx.buy(other.symbol, '1')),
      watches: () => watches,
      onBar: (ctx, { symbol, bar }) => (symbol === BTC && bar.start === 180_000 ? ctx.buy(other.symbol, '1') : undefined),
    };
    const still = Array.from({ length: 6 }, (): Row => [100, 100, 100, 100]);
    const slow = still.slice(0, 2).map((row, at) => ({ ...minutes(row)[0]!, start: at * 180_000 }));
    const markets = [
      { market, tape: barTape(market, '1m', minutes(...still)) },
      { market: other, tape: barTape(other, '3m', slow) },
    ];
    const { fills, curve } = runBacktest({ strategy, params: PARAMS, ...termsOf(still), markets });
    // Bought at 100 in the middle of the second bar of three minutes, and never worth anything else.
    expect(fills.map(({ at, price }) => [at, price.toString()])).toEqual([[240_000, '100']]);
    expect([...curve.equity]).toEqual([10_000, 10_000, 10_000]);
    expect([...curve.exposure]).toEqual([0, 100, 100]);
  });

  it('is the same over a tape that went through a file', () => {
    const tape = barTape(market, '1m', minutes([100, 102, 99, 101], [101, 101, 101, 101]));
    const bytes = encodeTape(tape);
    const opened = (of: Uint8Array): typeof tape =>
      openTape({ size: of.length, read: (from, into) => into.set(of.subarray(from, from + into.length)) }, market);
    expect(encodeTape(opened(bytes))).toEqual(bytes);
    expect(encodeTape({ ...tape, series: opened(bytes).series.held() })).toEqual(bytes);
    expect(() => opened(bytes.subarray(0, -8))).toThrow('not all of them');
    expect(() => opened(new Uint8Array(600))).toThrow('no tape');
  });

  it('is the same whether the core is stepped over each bar or only where something happens', () => {
    const step = fc.tuple(
      fc.integer({ min: -6, max: 6 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: -4, max: 4 }),
    );
    const input = fc.record({
      steps: fc.array(step, { minLength: 5, maxLength: 80 }),
      latency: fc.constantFrom(0, 500, 90_000),
      every: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(input, ({ steps, latency, every }) => {
        const rows = walk(steps);
        const more = { fills: { makerFee: '0.0002', takerFee: '0.00055', slippageTicks: 1, latency } };
        const quick = run(restless(every), rows, more);
        const slow = run(restless(every), rows, { ...more, stepsEachBar: true });
        expect({ ...quick, curve: quick.curve.equity }).toEqual({ ...slow, curve: slow.curve.equity });
        const strategy = restless(every);
        const host = liveHost(strategy, PARAMS);
        playPlanned(plannedOf(strategy, PARAMS), termsOf(rows, more), host);
        const again = playPlanned(plannedOf(strategy, PARAMS), termsOf(rows, more), claimedHost(host.claim));
        expect(fillHash(again.fills)).toBe(fillHash(quick.fills));
        expect([...again.curve.equity]).toEqual([...quick.curve.equity]);
        return undefined;
      }),
      { numRuns: 150 },
    );
  });
});

/** Market and limit orders, cancels and closes, sized by equity, all by the bars alone. */
function restless(every: number): Strategy {
  return defineStrategy({
    name: 'restless',
    version: '1.0.0',
    title: 'Restless',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 2,
    state: () => ({ bars: 0, fills: 0, closes: [] as number[] }),
    onBar: (ctx, { symbol, bar }) => {
      const { state } = ctx;
      state.bars += 1;
      state.closes = [...state.closes.slice(-2), bar.close];
      if (state.bars % every !== 0) return;
      const quantity = ctx.quantityFor(symbol, ctx.equityShare(0.1));
      const mood = (bar.close * 2 + state.bars + state.fills) % 5;
      if (mood === 0) ctx.buy(symbol, quantity);
      if (mood === 1) ctx.sell(symbol, quantity, { price: String(bar.close + 1) });
      if (mood === 2) ctx.closePosition(symbol);
      if (mood === 3) for (const { clientOrderId } of ctx.openOrders) ctx.cancel(clientOrderId);
      if (mood === 4) ctx.buy(symbol, quantity, { price: String(bar.close - 1), postOnly: true });
    },
    onFill: ({ state }) => void (state.fills += 1),
  });
}

function walk(steps: readonly (readonly [number, number, number, number])[]): Rows {
  let close = 200;
  return steps.map(([gap, up, down, change]): Row => {
    const open = Math.max(20, close + gap);
    close = Math.max(20, open + change);
    return [open, Math.max(open, close) + up, Math.min(open, close) - down, close];
  });
}
