import fc from 'fast-check';
import { defineStrategy } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { BTC, market, minutes } from '../../test/markets';
import { FREE } from '../../test/scripted';
import { runBacktest } from './backtest';
import type { BacktestResult, BacktestTerms } from './backtest';
import { barTape } from './bar-tape';

const ETH = 'ETH/USDT:USDT';
const ether: MarketInstrument = { ...market, symbol: ETH, venueSymbol: 'ETHUSDT', base: 'ETH' };
const BARS = 40;

type Walk = readonly number[];
type Intervals = readonly { readonly symbol: string; readonly interval: '1m' | '3m' | '5m' }[];

function tapeOf(instrument: MarketInstrument, walk: Walk): BacktestTerms['markets'][number] {
  let price = 200;
  const rows = walk.map((step) => {
    const open = price;
    price = Math.max(100, price + step / 2);
    return [open, Math.max(open, price), Math.min(open, price), price] as const;
  });
  return { market: instrument, tape: barTape(instrument, '1m', minutes(...rows)) };
}

/** Trades now and then at the close of a bar, and at timers, and says each time what equity it saw. */
function teller(watches: Intervals, every: number) {
  return defineStrategy({
    name: 'teller',
    version: '1.0.0',
    title: 'T',
    description: 'For tests.',
    params: {},
    watches: () => watches,
    warmUp: () => 1,
    state: () => ({ bars: 0 }),
    onBar: (ctx, { symbol }) => {
      if (ctx.warmingUp) return;
      ctx.state.bars += 1;
      if (ctx.state.bars % 7 === 0) ctx.timer('later', ctx.marketTime + 90_000);
      if (ctx.state.bars % every !== 0) return;
      const side = ctx.state.bars % (2 * every) === 0 ? 'SELL' : 'BUY';
      ctx.submit({ symbol: ctx.state.bars % 3 === 0 ? symbol : ETH, side, quantity: '1', tag: ctx.equity });
    },
    onTimer: (ctx) => ctx.submit({ symbol: BTC, side: 'BUY', quantity: '0.5', tag: ctx.equity }),
  });
}

const told = ({ fills, tags, refusals }: BacktestResult): unknown => ({
  fills: fills.map(({ symbol, side, price, at, clientOrderId }) => [symbol, side, price.toString(), at, tags.get(clientOrderId)]),
  refusals: [...refusals.values()],
});

describe('the equity that a strategy is shown', () => {
  it('is the same whether the core steps over each bar or hears of those that led to nothing later', () => {
    const walk = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: BARS, maxLength: BARS });
    const interval = fc.constantFrom('1m' as const, '3m' as const, '5m' as const);
    const watches = fc
      .array(fc.record({ symbol: fc.constantFrom(BTC, ETH), interval }), { maxLength: 2 })
      .map((more): Intervals => [{ symbol: BTC, interval: '1m' }, { symbol: ETH, interval: '5m' }, ...more])
      .map((all) =>
        all.filter(({ symbol, interval: one }, at) => all.findIndex((it) => it.symbol === symbol && it.interval === one) === at),
      );
    let fills = 0;
    fc.assert(
      fc.property(
        walk,
        walk,
        watches,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(0, 400, 70_000),
        (one, other, watched, every, latency) => {
          const spec = {
            strategy: teller(watched, every),
            params: {},
            settleAsset: 'USDT',
            balances: { USDT: '2000' },
            maxPositionSize: '1',
            markets: [tapeOf(market, one), tapeOf(ether, other)],
            fills: { ...FREE, takerFee: '0.001', latency },
          };
          const quick = runBacktest(spec);
          fills += quick.fills.length;
          expect(told(quick)).toEqual(told(runBacktest({ ...spec, stepsEachBar: true })));
        },
      ),
      { numRuns: 150 },
    );
    expect(fills).toBeGreaterThan(100);
  });
});
