import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { defineStrategy, ema, param } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { runBacktest } from './backtest';
import { barTape } from './bar-tape';

const DATA = join(import.meta.dirname, '../../../../../shared/data/bybit-klines');
const suite = existsSync(DATA) ? describe : describe.skip;
const SYMBOL = 'BTC/USDT:USDT';

const market: MarketInstrument = {
  venue: 'bybit',
  symbol: SYMBOL,
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: decimal('0.1'),
  lotSize: decimal('0.001'),
  minQuantity: decimal('0.001'),
  maxQuantity: decimal('1190'),
  minNotional: decimal('5'),
  maxMarketQuantity: decimal('500'),
  maxLeverage: 100,
};

/** Always 0.01 long or short, by the crossing of two averages that begin with the first close. */
const strategy = defineStrategy({
  name: 'golden-ema',
  version: '1.0.0',
  title: 'Golden',
  description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '5m' }],
  warmUp: () => 0,
  state: () => ({ fast: ema.create(12), slow: ema.create(26), above: null as boolean | null }),
  onBar: (ctx, { symbol, bar }) => {
    const { state } = ctx;
    const [fast, slow] = [ema.update(state.fast, bar.close), ema.update(state.slow, bar.close)];
    const before = state.above;
    if (fast !== slow) state.above = fast > slow;
    if (before === null || before === state.above) return;
    const quantity = ctx.position(symbol).side === 'FLAT' ? '0.01' : '0.02';
    if (state.above) ctx.buy(symbol, quantity);
    else ctx.sell(symbol, quantity);
  },
});

suite(`golden runs on real candles (skipped without ${DATA})`, () => {
  it('trade EMA 12/26 to the last fill as a loop of numbers does', () => {
    const rows = readRows('BTC_USDT_USDT-5m-futures.csv.gz');
    const result = runBacktest({
      strategy,
      params: { symbol: SYMBOL },
      settleAsset: 'USDT',
      balances: { USDT: '100000' },
      maxPositionSize: '1',
      markets: [{ market, tape: barTape(market, '5m', rows.map(barOf)) }],
      fills: { makerFee: '0.0002', takerFee: '0.00055', slippageTicks: 0, latency: 0 },
    });
    expect(result.fault).toBeNull();
    const fills = result.fills.map(({ at, side, price, quantity, fee }) => [
      at,
      side,
      price.toNumber(),
      quantity.toNumber(),
      fee.toNumber(),
    ]);
    const expected = plainLoop(rows);
    expect(fills).toHaveLength(expected.length);
    expect(fills).toEqual(expected);
    const cash = expected.reduce((sum, [, side, price, quantity, fee]) => sum - fee + (side === 'SELL' ? 1 : -1) * price * quantity, 0);
    const held = expected.reduce((sum, [, side, , quantity]) => sum + (side === 'BUY' ? quantity : -quantity), 0);
    expect(result.curve.equity.at(-1)).toBeCloseTo(100_000 + cash + held * rows.at(-1)![4], 6);
    expect(createHash('sha256').update(JSON.stringify(fills)).digest('hex')).toBe(
      'cc2d3c483ad6f4d5df5d5fa822e23693de797b63d97d8b31ef99b6185405218c',
    );
  });
});

type Row = readonly [start: number, open: number, high: number, low: number, close: number, volume: string];
type PlainFill = readonly [at: number, side: 'BUY' | 'SELL', price: number, quantity: number, fee: number];

function readRows(name: string): readonly Row[] {
  const lines = gunzipSync(readFileSync(join(DATA, name)))
    .toString()
    .trim()
    .split('\n')
    .slice(1);
  return lines.map((line) => {
    const [start, open, high, low, close, volume] = line.split(',');
    return [Number(start), Number(open), Number(high), Number(low), Number(close), volume!];
  });
}

function barOf([start, open, high, low, close, volume]: Row): Bar {
  const text = (value: number) => decimal(String(value));
  return { start, open: text(open), high: text(high), low: text(low), close: text(close), volume: decimal(volume) };
}

/** Nothing of ours in it: averages, crossings, next opens. */
function plainLoop(rows: readonly Row[]): readonly PlainFill[] {
  const fills: PlainFill[] = [];
  let [fast, slow] = [rows[0]![4], rows[0]![4]];
  let above: boolean | null = null;
  for (let at = 1; at < rows.length; at += 1) {
    const close = rows[at]![4];
    fast += (2 / 13) * (close - fast);
    slow += (2 / 27) * (close - slow);
    const before: boolean | null = above;
    if (fast !== slow) above = fast > slow;
    const next = rows[at + 1];
    if (before === null || before === above || !next) continue;
    const quantity = fills.length === 0 ? 0.01 : 0.02;
    fills.push([next[0], above ? 'BUY' : 'SELL', next[1], quantity, Number((next[1] * quantity * 0.00055).toFixed(8))]);
  }
  return fills;
}
