import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HistoryStore } from '@libs/market-data';
import { Decimal } from '@libs/kernel';
import { readTrialLog, type TrialLog } from '@libs/backtest';
import { EXIT } from '../exit-code';

const ROOT = join(import.meta.dirname, '../../../..');
const SYMBOL = 'BTC/USDT:USDT';
const SEARCH = ['--param', `symbol=${SYMBOL}`, '--param', 'interval=1m', '--param', 'fast=3..40', '--param', 'slow=20..90:5'];
const HOW = ['--sampler', 'bayes', '--trials', '30', '--min-trades', '5', '--jobs', '2', '--funding', 'none', '--json'];

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('plimsoll optimize', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-optimise-verb-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A data folder with candles of a wave whose length drifts. */
  async function home(name: string): Promise<string> {
    const path = join(folder, name);
    const bars = Array.from({ length: 6_000 }, (_, n) => {
      const price = Decimal.fromNumber(1_000 + Math.round(100 * Math.sin(n / (9 + n / 900))));
      return { start: n * 60_000, open: price, high: price, low: price, close: price, volume: Decimal.parse('3.25') };
    });
    const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'candles', interval: '1m' } as const;
    await new HistoryStore(join(path, 'data'), 'a test').addCandles(series, bars, { source: { how: 'import', from: 'a test' } });
    return path;
  }

  function start(at: string, ...more: readonly string[]): ChildProcess {
    const args = ['bin/plimsoll.js', 'optimize', 'ema-cross', ...SEARCH, ...HOW, ...more];
    return spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, PLIMSOLL_HOME: at } });
  }

  function ended(child: ChildProcess): Promise<Said> {
    let [out, err] = ['', ''];
    child.stdout!.on('data', (text: Buffer) => (out += String(text)));
    child.stderr!.on('data', (text: Buffer) => (err += String(text)));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
  }

  async function log(at: string): Promise<TrialLog | null> {
    const searches = join(at, 'searches', 'ema-cross');
    const names = await readdir(searches).catch(() => []);
    const file = names.find((name) => name.endsWith('.jsonl'));
    const text = file === undefined ? '' : await readFile(join(searches, file), 'utf8');
    return text.includes('\n') ? readTrialLog(text) : null;
  }

  /** Looks until so many trials are in the log. */
  async function tried(at: string, count: number): Promise<void> {
    while (((await log(at))?.trials.length ?? 0) < count) await new Promise((resolve) => setImmediate(resolve));
  }

  it('refuses a place that cannot be written before it tries anything', async () => {
    const at = await home('refused');
    const said = await ended(start(at, '--out', join(ROOT, 'package.json')));
    expect([said.code, said.out]).toEqual([EXIT.badInput, '']);
    expect(said.err).toContain('package.json is a file, name a folder.');
    expect(await log(at)).toBeNull();
  });

  it('goes on after a kill, and after Ctrl-C, to what it would have been', async () => {
    const [undisturbed, disturbed] = [await home('whole'), await home('broken')];
    const whole = await ended(start(undisturbed));
    expect([whole.code, whole.err]).toEqual([EXIT.ok, '']);

    const killed = start(disturbed);
    await tried(disturbed, 5);
    killed.kill('SIGKILL');
    expect((await ended(killed)).code).toBeNull();
    expect((await log(disturbed))!.trials.length).toBeLessThan(30);

    const again = await ended(start(disturbed));
    expect(again.code).toBe(EXIT.badInput);
    expect(again.err).toContain('continue it with --resume');

    const left = (await log(disturbed))!.trials.length;
    const interrupted = start(disturbed, '--resume');
    const end = ended(interrupted);
    await tried(disturbed, left + 4);
    interrupted.kill('SIGINT');
    const stopped = await end;
    expect(stopped.code).toBe(EXIT.pending);
    expect(JSON.parse(stopped.out)).toMatchObject({ isStopped: true, best: null });

    const resumed = await ended(start(disturbed, '--resume'));
    expect(resumed.code).toBe(EXIT.ok);
    const logs = [await log(undisturbed), await log(disturbed)];
    expect(logs[1]!.trials).toEqual(logs[0]!.trials);
    const said = [whole, resumed].map(({ out }) => JSON.parse(out) as Record<string, unknown>);
    const { trials, ledger, ...rest } = said[1]!;
    expect(said[0]).toEqual({
      ...rest,
      trials: { ...(trials as object), resumed: 0 },
      ledger: String(ledger).replace(disturbed, undisturbed),
    });
    // A trial that broke down has no Sharpe ratio, so it is no guess.
    const fills = new Set(logs[0]!.trials.flatMap(({ run }) => (run.kind === 'done' ? [run.fillHash] : [])));
    expect((said[0]!['guesses'] as { count: number }).count).toBe(fills.size);
  }, 120_000);

  it('says what refused the orders of all trials', async () => {
    const said = await ended(start(await home('tight'), '--max-position', '0.001', '--trials', '4'));
    expect(said.code).toBe(EXIT.failed);
    expect(JSON.parse(said.out)).toMatchObject({
      best: null,
      unfilled: { trials: 4, reason: expect.stringMatching(/^MAX_POSITION_SIZE: /) as string },
    });
  }, 60_000);

  it('writes all trials and a page of the best', async () => {
    const at = await home('files');
    const out = join(folder, 'out');
    const said = await ended(start(at, '--out', out));
    expect(said.code).toBe(EXIT.ok);
    const { all, best } = JSON.parse(await readFile(join(out, 'search.json'), 'utf8')) as {
      all: readonly unknown[];
      best: { params: object; metrics: { deflatedSharpe: number } };
    };
    expect(all.length).toBeGreaterThanOrEqual(30);
    expect(best.metrics.deflatedSharpe).toBeGreaterThanOrEqual(0);
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('<!doctype html>');
  }, 60_000);

  it.each([
    ['a value out of its range', ['--param', 'sizeFraction=0.5..2:0.5'], 'sizeFraction is 2; it must be a number from 0.0001 to 1'],
    ['a parameter given twice', ['--param', 'fast=3..9'], '--param fast is given twice; leave out one.'],
    ['a sampler there is not', ['--sampler', 'luck'], '--sampler is "luck"; it must be one of grid, random, bayes.'],
    ['no core', ['--jobs', '0'], '--jobs is 0; it must be a whole number from 1 to 256.'],
  ])('refuses %s', async (_, more, message) => {
    const said = await ended(start(await home('bad'), ...more));
    expect([said.code, said.out]).toEqual([EXIT.badInput, '']);
    expect(said.err).toContain(JSON.stringify(message).slice(1, -1));
  });
});
