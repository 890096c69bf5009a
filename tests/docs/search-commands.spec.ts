import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Decimal } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';

const ROOT = join(import.meta.dirname, '../..');
const INTERVAL = 300_000;
const run = promisify(execFile);

const commands = readFileSync(join(ROOT, 'README.md'), 'utf8')
  .split('\n')
  .map((line) => /^npx plimsoll ((?:backtest|optimize|walk-forward) [^#]*)/.exec(line)?.[1]?.trim())
  .filter((command) => command !== undefined);

describe('the commands that the README has for backtests and searches', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-readme-'));
    const bars = Array.from({ length: 8_640 }, (_, n) => {
      const price = Decimal.fromNumber(100_000 + Math.round(5_000 * Math.sin(n / (20 + n / 400))));
      return { start: n * INTERVAL, open: price, high: price, low: price, close: price, volume: Decimal.parse('3.257') };
    });
    const series = { venue: 'bybit', symbol: 'BTC/USDT:USDT', category: 'linear', kind: 'candles', interval: '5m' } as const;
    await new HistoryStore(join(folder, 'home', 'data'), 'a test').addCandles(series, bars, { source: { how: 'import', from: 'a test' } });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are of all three kinds', () => {
    expect(new Set(commands.map((command) => command.split(' ')[0]))).toEqual(new Set(['backtest', 'optimize', 'walk-forward']));
  });

  it.each(commands)(
    '%s',
    async (command) => {
      const env = { ...process.env, PLIMSOLL_HOME: join(folder, 'home') };
      await run(process.execPath, [join(ROOT, 'bin/plimsoll.js'), ...command.split(' ')], { cwd: folder, env });
      const [, , written] = /--(out|report) (\S+)/.exec(command) ?? [];
      expect(existsSync(join(folder, written!))).toBe(true);
    },
    120_000,
  );
});
