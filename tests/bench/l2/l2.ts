import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { barsOfEvents, marketOf, runBacktest, type BacktestTerms } from '@libs/backtest';
import { defineStrategy, param } from '@libs/sdk';
import type { Bench } from '../record';
import { binanceEvents } from './binance-events';

const DATA = join(process.cwd(), '../shared/data/l2-binance-raw/usdm_btcusdt_20240808.gz');
const TIMES = Number(process.env['BENCH_L2_TIMES'] ?? 10);
const SYMBOL = 'BTC/USDT:USDT';

export const market = marketOf({
  venue: 'binance',
  symbol: SYMBOL,
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: '0.1',
  lotSize: '0.001',
  minQuantity: '0.001',
  maxQuantity: '1000',
  minNotional: '5',
  maxLeverage: 100,
});

/** From the first minute on a bid rests in the book: far below in one, moved to just below the touch at every close in the other. */
const quoting = (away: number): ReturnType<typeof defineStrategy> =>
  defineStrategy({
    name: 'quoting',
    version: '1.0.0',
    title: 'Quoting',
    description: 'For a benchmark.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 1,
    state: () => ({}),
    onBar: (ctx, { symbol, bar }) => {
      if (ctx.warmingUp || (away > 1 && ctx.openOrders.length > 0)) return;
      for (const { clientOrderId } of ctx.openOrders) if (clientOrderId) ctx.cancel(clientOrderId);
      ctx.buy(symbol, '0.01', { price: (bar.close - away).toFixed(1), postOnly: true });
    },
  });

/** A real recording of a book and its prints, over and over, with the core, the venue and a strategy that has an order in the book. */
export const l2: Bench = async (report) => {
  if (!existsSync(DATA)) return void process.stderr.write(`skipped: there is no ${DATA}\n`);
  const events = binanceEvents(DATA, market, TIMES);
  const terms: BacktestTerms = {
    settleAsset: 'USDT',
    balances: { USDT: '1000000' },
    maxPositionSize: '1',
    fills: { makerFee: '0.0002', takerFee: '0.0005', slippageTicks: 0, latency: 5 },
    markets: [{ market, tape: barsOfEvents(events, '1m'), events }],
  };
  for (const [name, away] of [
    ['an order 500 below', 500],
    ['an order at the touch, moved each minute', 1],
  ] as const) {
    const begun = performance.now();
    const { fills, fault } = runBacktest({ ...terms, strategy: quoting(away), params: { symbol: SYMBOL } });
    const value = Math.round((events.length / (performance.now() - begun)) * 1_000);
    if (fault) throw new Error(`the strategy failed: ${fault.message}`);
    const shown = `${name}, ${fills.length} fills`;
    report({ bench: 'l2', case: shown, metric: 'updates', unit: '/s', n: events.length, value });
  }
};
