import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { barsOfEvents, runBacktest } from '@libs/backtest';
import { defineStrategy, param } from '@libs/sdk';
import { binanceEvents } from './binance-events';
import { market } from './l2';

const DATA = join(import.meta.dirname, '../../../../shared/data/l2-binance-raw/usdm_btcusdt_20240808.gz');
const suite = existsSync(DATA) ? describe : describe.skip;
const { symbol: SYMBOL } = market;
const QUANTITY = 12;

const buyer = defineStrategy({
  name: 'buyer',
  version: '1.0.0',
  title: 'Buyer',
  description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 1,
  state: () => ({}),
  onBar: (ctx, { symbol }) => (ctx.warmingUp ? undefined : void ctx.buy(symbol, String(QUANTITY))),
});

suite(`a real recording of a book (skipped without ${DATA})`, () => {
  it('is walked by market orders as a plain map of its levels says', () => {
    const events = binanceEvents(DATA, market, 1, false);
    const result = runBacktest({
      strategy: buyer,
      params: { symbol: SYMBOL },
      settleAsset: 'USDT',
      balances: { USDT: '100000000' },
      maxPositionSize: '1',
      fills: { makerFee: '0', takerFee: '0', slippageTicks: 0, latency: 0 },
      markets: [{ market, tape: barsOfEvents(events, '1m'), events }],
    });
    expect(result.fault).toBeNull();
    const closes = [...new Set(result.fills.map(({ at }) => at))];
    expect(closes.length).toBeGreaterThanOrEqual(3);
    const book = plainBook();
    for (const close of closes) {
      const told = result.fills.filter(({ at }) => at === close).map(({ price, quantity }) => [price.toNumber(), quantity.toNumber()]);
      expect(told).toEqual(walk(book.asksAt(close)));
      expect(told.length).toBeGreaterThan(1);
    }
  });
});

/** Nothing of ours in it: the offers of the recording before a time, best first. */
function plainBook(): { asksAt(time: number): (readonly [number, number])[] } {
  const messages = gunzipSync(readFileSync(DATA))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line.slice(line.indexOf(' ') + 1)) as Record<string, never>);
  const snapshot = messages.find((message) => 'lastUpdateId' in message) as unknown as { lastUpdateId: number; asks: [string, string][] };
  const changes = messages
    .filter(({ stream }) => String(stream).includes('@depth'))
    .map(({ data }) => data as unknown as { T: number; u: number; a: [string, string][] })
    .filter(({ u }) => u > snapshot.lastUpdateId);
  return {
    asksAt(time) {
      const asks = new Map(snapshot.asks.map(([price, quantity]) => [Number(price), Number(quantity)]));
      for (const { T, a } of changes) {
        if (T > time) break;
        for (const [price, quantity] of a) asks.set(Number(price), Number(quantity));
      }
      return [...asks].filter(([, quantity]) => quantity > 0).sort(([one], [other]) => one - other);
    },
  };
}

function walk(asks: (readonly [number, number])[]): number[][] {
  let left = QUANTITY;
  const fills: number[][] = [];
  for (const [price, quantity] of asks) {
    const taken = Math.min(left, quantity);
    if (taken <= 1e-9) break;
    fills.push([price, Number(taken.toFixed(3))]);
    left -= taken;
  }
  return fills;
}
