import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import { runCli } from '../cli';
import { EXIT } from '../exit-code';

const SYMBOL = 'BTC/USDT:USDT';
const SEARCH = [
  '--param',
  `symbol=${SYMBOL}`,
  '--param',
  'interval=1m',
  '--param',
  'fast=3..9:3',
  '--param',
  'slow=20,30',
  '--min-trades',
  '3',
  '--objective',
  'netProfit',
];

describe('plimsoll walk-forward', () => {
  let home: string;
  const before = process.env['PLIMSOLL_HOME'];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'plimsoll-walk-verb-'));
    process.env['PLIMSOLL_HOME'] = home;
    const bars = Array.from({ length: 1_500 }, (_, n) => {
      const price = Decimal.fromNumber(1_000 + Math.round(100 * Math.sin(n / 9)));
      return { start: n * 60_000, open: price, high: price, low: price, close: price, volume: Decimal.parse('3.25') };
    });
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'candles', interval: '1m' } as const;
    await new HistoryStore(join(home, 'data'), 'a test').addCandles(series, bars, { source: { how: 'import', from: 'a test' } });
  });

  afterAll(async () => {
    if (before === undefined) delete process.env['PLIMSOLL_HOME'];
    else process.env['PLIMSOLL_HOME'] = before;
    await rm(home, { recursive: true, force: true });
  });

  it('says of each window what was found and what came of it, and writes a page of all tests', async () => {
    const out = join(home, 'out');
    const how = ['--sampler', 'grid', '--jobs', '2', '--train', '8h', '--test', '4h', '--out', out];
    expect(await runCli(['walk-forward', 'ema-cross', ...SEARCH, ...how])).toBe(EXIT.ok);
    const said = JSON.parse(await readFile(join(out, 'walk-forward.json'), 'utf8')) as {
      readonly asked: number;
      readonly guesses: { readonly count: number };
      readonly startingBalance: string;
      readonly finalEquity: string;
      readonly metrics: { readonly netProfit: string };
      readonly windows: readonly { readonly test: { readonly from: string }; readonly trials: { readonly done: number } }[];
    };
    // 150 of 1,500 minutes warm up the slowest; of the other 22.5 hours 8 are searched first, and three times 4 are whole tests.
    expect([said.asked, said.windows.map(({ trials }) => trials.done)]).toEqual([3, [6, 6, 6]]);
    // A Sharpe ratio takes two days.
    expect(said.guesses.count).toBe(0);
    expect(said.windows.map(({ test }) => test.from)).toEqual([
      '1970-01-01T10:30:00.000Z',
      '1970-01-01T14:30:00.000Z',
      '1970-01-01T18:30:00.000Z',
    ]);
    const earned = Decimal.parse(said.finalEquity).minus(Decimal.parse(said.startingBalance));
    expect(said.metrics.netProfit).toBe(earned.toString());
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('walked forward');
  }, 60_000);

  it('refuses lengths that are none, and more than there is', async () => {
    const run = (train: string, test: string) => runCli(['walk-forward', 'ema-cross', ...SEARCH, '--train', train, '--test', test]);
    expect(await run('soon', '4h')).toBe(EXIT.badInput);
    expect(await run('20h', '4h')).toBe(EXIT.badInput);
  });
});
