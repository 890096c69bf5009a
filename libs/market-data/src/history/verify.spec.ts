import { decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import type { PublicTrade } from './series';
import { verifyCandles } from './verify-candles';
import { verifyTrades } from './verify-trades';

const T0 = Date.UTC(2025, 5, 1);
const MINUTE = 60_000;

function candle(minute: number, prices: Partial<Record<'open' | 'high' | 'low' | 'close' | 'volume', string>> = {}): Bar {
  const text = { open: '100', high: '101', low: '99', close: '100', volume: '1', ...prices };
  const [open, high, low, close, volume] = [text.open, text.high, text.low, text.close, text.volume].map(decimal) as [
    Bar['open'],
    Bar['open'],
    Bar['open'],
    Bar['open'],
    Bar['open'],
  ];
  return { start: T0 + minute * MINUTE, open, high, low, close, volume };
}

async function* stream<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

async function problems(bars: readonly Bar[]): Promise<string[]> {
  const { findings } = await verifyCandles(stream(bars), '1m');
  return findings.map(({ problem, at, detail }) => `${(at - T0) / MINUTE} ${problem}: ${detail}`);
}

describe('verifyCandles', () => {
  it('finds nothing in candles that follow each other', async () => {
    expect(await verifyCandles(stream([candle(0), candle(1), candle(2)]), '1m')).toEqual({ rows: 3, missing: 0, count: 0, findings: [] });
  });

  it.each([
    ['a gap', [candle(0), candle(3)], '1 gap: 2 candles are missing, up to and with 2025-06-01T00:02:00.000Z'],
    ['a duplicate', [candle(0), candle(0)], '0 duplicate: the candle is there twice'],
    ['disorder', [candle(0), candle(1), candle(0), candle(2)], '0 disorder: it comes after the candle of 2025-06-01T00:01:00.000Z'],
    ['a high below the low', [candle(0, { high: '98', open: '98', close: '98' })], '0 outlier: the high 98 is below the low 99'],
    ['a close above the high', [candle(0, { close: '102' })], '0 outlier: the close 102 is above the high 101'],
    ['an open below the low', [candle(0, { open: '98' })], '0 outlier: the open 98 is below the low 99'],
    ['a price of zero', [candle(0, { low: '0' })], '0 outlier: the low is 0, and a price is above zero'],
    ['a negative volume', [candle(0, { volume: '-1' })], '0 outlier: the volume is -1'],
    ['a start between two', [candle(0.5)], '0.5 off-grid: it does not start on a multiple of 1m'],
  ])('names %s with its time and value', async (_, bars, sentence) => {
    expect(await problems(bars)).toContain(sentence);
  });

  it('names a price that jumps away from its usual moves, and its return', async () => {
    const steady = Array.from({ length: 200 }, (_, minute) => candle(minute, { close: minute % 2 === 0 ? '100' : '100.1' }));
    steady[150] = candle(150, { high: '150', close: '150' });
    expect((await problems(steady)).map((text) => text.replace(/, \d+ times.*/, ''))).toEqual([
      '150 outlier: the price jumps from 100.1 to 150',
      '151 outlier: the price jumps from 150 to 100.1',
    ]);
  });
});

describe('verifyTrades', () => {
  it('names a duplicate, disorder and impossible values, and no silence', async () => {
    const trade = (id: string, at: number, price = '5'): PublicTrade => ({
      id,
      at,
      side: 'BUY',
      price: decimal(price),
      quantity: decimal('1'),
    });
    const given = [
      trade('1', T0),
      trade('2', T0 + 5 * MINUTE),
      trade('2', T0 + 5 * MINUTE),
      trade('3', T0),
      trade('4', T0 + 9 * MINUTE, '0'),
    ];
    const { rows, findings } = await verifyTrades(stream(given));
    expect(rows).toBe(5);
    expect(findings.map(({ problem }) => problem)).toEqual(['duplicate', 'disorder', 'outlier']);
  });

  it('names the time that no download has covered', async () => {
    const covered = [0, 10, 30].map((minute) => ({ from: T0 + minute * MINUTE, to: T0 + (minute + 5) * MINUTE }));
    const { findings } = await verifyTrades(stream<PublicTrade>([]), undefined, covered);
    expect(findings).toEqual([
      { problem: 'gap', at: T0 + 5 * MINUTE, detail: 'no download has covered the time from here to 2025-06-01T00:10:00.000Z' },
      { problem: 'gap', at: T0 + 15 * MINUTE, detail: 'no download has covered the time from here to 2025-06-01T00:30:00.000Z' },
    ]);
  });
});
