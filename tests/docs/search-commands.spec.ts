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
/** Enough for one window of ten days and five, behind a warm-up of a day and a half. */
const BARS = 5_000;
const PATIENCE = 120_000;
const run = promisify(execFile);

const VERBS = ['backtest', 'optimize', 'walk-forward', 'compare', 'lookahead-analysis', 'strategy'];
const commands = readFileSync(join(ROOT, 'README.md'), 'utf8')
  .split('\n')
  .map((line) => /^npx plimsoll ([^#]*)/.exec(line)?.[1]?.trim() ?? '')
  .filter((command) => VERBS.includes(command.split(' ')[0]!));

describe('the commands that the README has for strategies, backtests and searches', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-readme-'));
    const bars = Array.from({ length: BARS }, (_, n) => {
      const price = Decimal.fromNumber(100_000 + Math.round(5_000 * Math.sin(n / (20 + n / 400))));
      return { start: n * INTERVAL, open: price, high: price, low: price, close: price, volume: Decimal.parse('3.257') };
    });
    const series = { venue: 'bybit', symbol: 'BTC/USDT:USDT', category: 'linear', kind: 'candles', interval: '5m' } as const;
    await new HistoryStore(join(folder, 'home', 'data'), 'a test').addCandles(series, bars, { source: { how: 'import', from: 'a test' } });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are of every kind', () => {
    expect(new Set(commands.map((command) => command.split(' ')[0]))).toEqual(new Set(VERBS));
  });

  // In their order, since some read what others wrote.
  it.each(commands)(
    '%s',
    async (command) => {
      const env = { ...process.env, PLIMSOLL_HOME: join(folder, 'home') };
      const { stdout } = await run(process.execPath, [join(ROOT, 'bin/plimsoll.js'), ...elsewhere(command).split(' ')], {
        cwd: folder,
        env,
      });
      expect(stdout).not.toBe('');
      const [, , written] = /--(out|report) (\S+)/.exec(command) ?? [];
      if (written !== undefined) expect(existsSync(join(folder, written))).toBe(true);
    },
    PATIENCE,
  );

  /** A strategy is made here instead of among the installed ones. */
  function elsewhere(command: string): string {
    const [, verb] = /^strategy (\S+) night-owl$/.exec(command) ?? [];
    if (verb === undefined) return command;
    return verb === 'new' ? `${command} --folder ${folder}` : `strategy ${verb} ${join(folder, 'night-owl')}`;
  }
});
