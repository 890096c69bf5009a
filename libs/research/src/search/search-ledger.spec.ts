import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { METRIC_NAMES, readTrialLog, type Metrics, type SearchHeader, type Trial } from '@libs/backtest';
import { MINUTE, SYMBOL, storeOf } from '../testing/strategy-folder';
import { plainBacktest } from '../testing/plain-backtest';
import { prepareFollowed } from '../backtest/prepare';
import { guessesOn } from './guesses';
import { FileLedger } from './search-ledger';

const HEADER: SearchHeader = {
  format: 1,
  id: 'a',
  strategy: 'payer',
  version: '1.0.0',
  venue: 'bybit',
  symbols: [SYMBOL],
  from: 0,
  to: 60 * MINUTE,
  search: {},
};

/** Of more bytes than characters. */
const failed = (number: number): Trial => ({ number, point: [number], params: {}, run: { kind: 'failed', message: 'nur 3 € übrig' } });

const done = (number: number): Trial => {
  const metrics = { ...Object.fromEntries(METRIC_NAMES.map((name) => [name, null])), sharpe: 1 } as Metrics;
  return { number, point: [number], params: {}, run: { kind: 'done', metrics, fillHash: String(number), bars: 1 } };
};

describe('the ledger of searches', () => {
  let folder: string;
  let made = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-ledger-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const empty = (): FileLedger => new FileLedger(join(folder, String((made += 1))));

  async function searched(ledger: FileLedger, trials: readonly Trial[], header = HEADER): Promise<string> {
    const log = await ledger.open(header);
    for (const trial of trials) {
      await log.claim(trial.number);
      await log.add(trial);
    }
    await log.close();
    return ledger.fileOf(header);
  }

  it('loses no trial of a search that another process opens while it writes, such as the next one after a lost lease', async () => {
    const ledger = empty();
    const log = await ledger.open(HEADER);
    let added = 0;
    let isOpen = false;
    const opening = ledger.open(HEADER).finally(() => (isOpen = true));
    for (; !isOpen; added += 1) {
      await log.add(failed(added));
      await setImmediate();
    }
    await (await opening).close();
    await log.close();
    const text = await readFile(ledger.fileOf(HEADER), 'utf8');
    expect(readTrialLog(text).trials).toHaveLength(added);
  });

  it('goes on behind the last whole line, whatever was being written when the end came', async () => {
    const ledger = empty();
    const path = await searched(ledger, [failed(0), failed(1)]);
    const whole = await readFile(path, 'utf8');
    await appendFile(path, '{"type":"trial","trial":{"number":2,"run":{"message":"€');
    const log = await ledger.open(HEADER);
    expect(log.before).toMatchObject({ trials: [failed(0), failed(1)], unended: [], isEnded: false });
    await log.add(failed(2));
    await log.end(3);
    await log.close();
    expect((await readFile(path, 'utf8')).startsWith(whole)).toBe(true);
    expect(readTrialLog(await readFile(path, 'utf8'))).toMatchObject({ trials: [failed(0), failed(1), failed(2)], isEnded: true });
  });

  it('begins a search anew whose head was not written whole', async () => {
    const ledger = empty();
    const path = await searched(ledger, []);
    await writeFile(path, '{"type":"search","header":{"for');
    expect(await searched(ledger, [failed(0)])).toBe(path);
    expect(readTrialLog(await readFile(path, 'utf8'))).toMatchObject({ header: HEADER, trials: [failed(0)] });
  });

  it('keeps a log from the eyes of others', async () => {
    const path = await searched(empty(), []);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('knows all searches of a strategy, and those that have a head alone', async () => {
    const ledger = empty();
    expect(await ledger.logs('payer')).toEqual([]);
    await searched(ledger, [failed(0)]);
    await searched(ledger, [failed(0), failed(1)], { ...HEADER, id: 'b' });
    await searched(ledger, [failed(0)], { ...HEADER, strategy: 'other' });
    await writeFile(ledger.fileOf({ ...HEADER, id: 'c' }), '{"type":"sea');
    await writeFile(`${ledger.fileOf(HEADER)}.bak`, 'not ours');
    expect((await ledger.logs('payer')).map(({ header, trials }) => [header.id, trials.length])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('names a file that cannot be read, and what to do', async () => {
    const ledger = empty();
    await mkdir(join(ledger.fileOf(HEADER), '..'), { recursive: true });
    await writeFile(ledger.fileOf(HEADER), 'no log\n');
    const words = `${ledger.fileOf(HEADER)} cannot be read: line 1 of the trial log is no line of a search: no log; move it away`;
    await expect(ledger.logs('payer')).rejects.toThrow(words);
    await expect(ledger.open(HEADER)).rejects.toThrow(words);
  });

  it('counts against a backtest what was guessed of its strategy on its data', async () => {
    const store = await storeOf(join(folder, 'data'), new Array<number>(60).fill(1_000));
    const prepared = await prepareFollowed(
      plainBacktest({ strategy: 'payer', params: { symbol: SYMBOL }, funding: 'none' }),
      [{ watches: [{ symbol: SYMBOL, interval: '1m' }], warmUpBars: 0 }],
      store,
    );
    const guesses = async (header: Partial<SearchHeader>) => {
      const ledger = empty();
      await searched(ledger, [done(0), done(1), failed(2)], { ...HEADER, ...header });
      return guessesOn(prepared, ledger);
    };
    expect(await guesses({})).toEqual({ count: 2, sharpeVariance: 0 });
    expect((await guesses({ from: 59 * MINUTE, to: 90 * MINUTE }))?.count).toBe(2);
    expect(await guesses({ from: 60 * MINUTE, to: 90 * MINUTE })).toBeUndefined();
    expect(await guesses({ strategy: 'other' })).toBeUndefined();
    const ledger = empty();
    await searched(ledger, [done(0)]);
    const others = [{ label: 'b', strategy: 'other', params: {} }];
    expect(await guessesOn({ ...prepared, spec: { ...prepared.spec, others } }, ledger)).toBeUndefined();
  });
});
