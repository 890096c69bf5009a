import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { openSource, startSimulator, type Simulator } from '@libs/exchange-simulator';
import { ResearchRuns, createDataSource, migrate } from '@libs/persistence';
import { createLogger } from '@libs/platform';
import { withPostgres } from '@libs/testkit';
import { runCli } from '../cli';
import { EXIT, type CommandError } from '../exit-code';
import { Terminal } from '../terminal/terminal';
import { removeData } from './remove-data';

const HEADER = 'timestamp_ms,open,high,low,close,volume';
const T0 = Date.UTC(2025, 5, 1);
const row = (minute: number, close = '100.5'): string => `${T0 + minute * 60_000},100,101,99.5,${close},2.25`;

interface FundingHistory {
  readonly result: { readonly list: readonly { readonly fundingRateTimestamp: string }[] };
}

const historyUrl = (port: number): string => `http://127.0.0.1:${port}/v5/market/funding/history?category=linear&symbol=BTCUSDT&limit=200`;

describe('plimsoll data', () => {
  const database = withPostgres(migrate);
  let home: string;
  let out: string;
  let err: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'plimsoll-data-'));
    process.env['PLIMSOLL_HOME'] = home;
    process.env['DATABASE_URL'] = database.url;
    [out, err] = ['', ''];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    delete process.env['PLIMSOLL_HOME'];
    delete process.env['DATABASE_URL'];
    await rm(home, { recursive: true, force: true });
  });

  async function run(...args: string[]): Promise<number> {
    [out, err] = ['', ''];
    return runCli(['data', ...args]);
  }

  async function candles(name: string, rows: readonly string[]): Promise<string> {
    const text = [HEADER, ...rows].join('\n');
    await writeFile(join(home, name), name.endsWith('.gz') ? gzipSync(text) : text);
    return join(home, name);
  }

  it('imports a file once, lists it and finds nothing wrong', async () => {
    const file = await candles('BTC_USDT-1m.csv.gz', [row(0), row(1), row(2)]);
    expect(await run('import', file)).toBe(EXIT.ok);
    expect(out).toBe('bybit BTC/USDT 1m candles: 3 added, 0 known already\n');
    expect(await run('import', file)).toBe(EXIT.ok);
    expect(out).toBe('bybit BTC/USDT 1m candles: 0 added, 3 known already\n');
    expect(await run('list', '--json')).toBe(EXIT.ok);
    expect(JSON.parse(out)).toMatchObject({ data: [{ name: 'bybit BTC/USDT 1m candles', files: 1, rows: 3, gaps: 0 }] });
    expect(await run('verify')).toBe(EXIT.ok);
    expect(out).toBe('bybit BTC/USDT 1m candles: 3 rows, 0 missing, nothing wrong\n');
  });

  it('says with 4 what differs from the store, and replaces it only when told to', async () => {
    await run('import', await candles('BTC_USDT-1m.csv', [row(0)]));
    const other = await candles('BTC_USDT-1m.csv', [row(0, '100.6')]);
    expect(await run('import', other)).toBe(EXIT.different);
    expect(out).toContain('2025-06-01T00:00:00.000Z  stored open 100, high 101, low 99.5, close 100.5, volume 2.25; given open 100');
    expect(await run('import', other, '--replace')).toBe(EXIT.ok);
    expect(out).toBe('bybit BTC/USDT 1m candles: 0 added, 0 known already, 1 replaced\n');
  });

  it('names with 4 a gap and an outlier', async () => {
    expect(await run('import', await candles('BTC_USDT-1m.csv', [row(0), row(3, '200')]))).toBe(EXIT.ok);
    expect(err).toContain('BTC_USDT-1m.csv: 2 rows, 2 missing, 2 findings; they are taken in as they are');
    expect(err).toContain('2025-06-01T00:01:00.000Z  gap: 2 candles are missing');
    expect(await run('verify')).toBe(EXIT.different);
    expect(out).toContain('2025-06-01T00:01:00.000Z  gap: 2 candles are missing');
    expect(out).toContain('2025-06-01T00:03:00.000Z  outlier: the close 200 is above the high 101');
    expect(await run('verify', '--json')).toBe(EXIT.different);
    expect(JSON.parse(out)).toMatchObject({ series: [{ missing: 2, count: 2 }] });
  });

  it('does not promise that the order of a file can be looked at later, when all is stored in order', async () => {
    expect(
      await run(
        'import',
        await candles(
          'BTC_USDT-1m.csv',
          [9, 8, 7, 6, 5, 4, 3].map((n) => row(n)),
        ),
      ),
    ).toBe(EXIT.ok);
    expect(err).toContain('and 1 more; "plimsoll data verify" names what is odd once it is stored in order');
    expect(await run('verify')).toBe(EXIT.ok);
    expect(out).toContain('nothing wrong');
  });

  it('says how times are written where they are written otherwise', async () => {
    expect(await run('import', await candles('BTC_USDT-1m.csv', ['1748736000,100,101,99.5,100.5,2.25']))).toBe(EXIT.badInput);
    expect(err).toContain('row 2 has the time "1748736000"; write milliseconds since 1970, like 1748736000000.');
    const iso = join(home, 'BTC_USDT-1m.csv');
    await writeFile(iso, 'timestamp,open,high,low,close,volume\n2025-06-01 00:00:00,100,101,99.5,100.5,2.25\n');
    expect(await run('import', iso)).toBe(EXIT.badInput);
    expect(err).toContain('row 2 has the time "2025-06-01 00:00:00"; write times in UTC, like 2025-06-01T00:00:00Z.');
  });

  it('wants to be told what the name of a file does not say', async () => {
    expect(await run('import', await candles('prices.csv', [row(0)]))).toBe(EXIT.badInput);
    expect(err).toContain('prices.csv does not name its market; give --symbol');
    expect(await run('import', await candles('BTC_USDT-7m.csv', [row(0)]))).toBe(EXIT.badInput);
    expect(err).toContain('does not name the length of its candles; give --interval');
    // It asked for --symbol and --interval, and took mark prices in as candles then.
    const mark = await candles('BTC_USDT_USDT-4h-mark.csv', [row(0)]);
    expect(await run('import', '--symbol', 'BTC/USDT:USDT', '--interval', '4h', mark)).toBe(EXIT.badInput);
    expect(err).toContain('BTC_USDT_USDT-4h-mark.csv holds mark prices, at which nothing is traded');
  });

  it('says of what is no text that it is none', async () => {
    const packed = join(home, 'BTC_USDT-1m.csv');
    await writeFile(packed, gzipSync([HEADER, row(0)].join('\n')));
    expect(await run('import', packed)).toBe(EXIT.badInput);
    expect(err).toContain('BTC_USDT-1m.csv is no text; unpack it, or let its name end with .gz where it is gzip.');
  });

  it('takes nothing of files when one of them cannot be read to its end', async () => {
    const good = await candles('BTC_USDT-1m.csv', [row(0)]);
    const bad = await candles('ETH_USDT-1m.csv', [row(0), `${T0 + 60_000},1,2,x,1,1`]);
    expect(await run('import', good, bad)).toBe(EXIT.badInput);
    expect(err).toContain('ETH_USDT-1m.csv row 3 has the low "x", which is not a number');
    await run('list');
    expect(out).toBe('nothing is stored\n');
  });

  it('says that a file has no rows', async () => {
    expect(await run('import', await candles('BTC_USDT-1m.csv', []))).toBe(EXIT.ok);
    expect(err).toContain('BTC_USDT-1m.csv has no rows, so nothing of it is taken in');
  });

  it.each([
    [['--from', '2025-13-01'], '--from is "2025-13-01"; write a day like'],
    [['--from', '2025-06-01', '--to', 'soon', '--kind', 'trades'], '--to is "soon"; write a day like'],
    [
      ['--from', '2025-06-02', '--to', '2025-06-01', '--kind', 'funding'],
      'There is nothing between 2025-06-02T00:00:00.000Z and 2025-06-01',
    ],
  ])('refuses times %j before it asks a venue', async (times, sentence) => {
    const nobody = ['--venue-url', 'http://127.0.0.1:9'];
    expect(await run('download', '--symbol', 'BTC/USDT:USDT', '--interval', '1m', ...nobody, ...times)).toBe(EXIT.badInput);
    expect(err).toContain(sentence);
  });

  it('takes in a folder of freqtrade, Feather and JSON, and says what is odd and what is left alone', async () => {
    const folder = join(home, 'user_data');
    await mkdir(join(home, 'empty'));
    await cp(join(import.meta.dirname, '../../../../tests/fixtures/freqtrade'), folder, { recursive: true });
    await rm(join(folder, 'ADA_USDT-1m.feather'));
    await writeFile(join(folder, 'LTC_USDT-5m.json.gz'), gzipSync(`[[${T0},1,2,0.5,1.5,7.25]]`));
    expect(await run('import', folder)).toBe(EXIT.badInput);
    expect(await run('import', '--freqtrade', folder)).toBe(EXIT.ok);
    expect(out.trim().split('\n')).toEqual([
      'bybit ETH/USDT 1h candles: 48 added, 0 known already',
      'bybit LTC/USDT 5m candles: 1 added, 0 known already',
      'bybit SOL/USDT 1m candles: 60 added, 0 known already',
      'bybit XRP/USDT 1m candles: 28 added, 1 known already',
      'bybit BTC/USDT:USDT 5m candles: 300 added, 0 known already',
      'bybit BTC/USDT:USDT funding: 9 added, 0 known already',
    ]);
    expect(err).toContain('left alone, as neither candles of trades nor funding: README.md, BTC_USDT_USDT-8h-mark.feather');
    expect(err).toContain('XRP_USDT-1m.feather: 29 rows, 2 missing, 2 findings; they are taken in as they are');
    expect(err).toContain('2025-06-01T00:10:00.000Z  gap: 2 candles are missing, up to and with 2025-06-01T00:11:00.000Z');
    expect(err).toContain('2025-06-01T00:19:00.000Z  duplicate: the candle is there twice');
    for (let n = 0; n < 9; n += 1) await writeFile(join(folder, `note-${n}.txt`), '');
    expect(await run('import', '--freqtrade', folder)).toBe(EXIT.ok);
    expect(err).toMatch(/left alone, as neither candles of trades nor funding: .*note-\d.txt, … and 7 more\n/);
    expect(await run('import', '--freqtrade', join(home, 'nowhere'))).toBe(EXIT.badInput);
    expect(err).toContain('nowhere does not exist; give the folder of freqtrade that holds the data');
    await writeFile(join(home, 'empty', 'BTC_USDT-5m.csv.gz'), '');
    expect(await run('import', '--freqtrade', join(home, 'empty'))).toBe(EXIT.badInput);
    expect(err).toContain('empty holds no candles of freqtrade, which are named like BTC_USDT-5m.feather');
    expect(err).toMatch(/CSV is imported without --freqtrade, file by file: plimsoll data import \S+empty\/BTC_USDT-5m\.csv\.gz$/m);
  });

  it('takes in funding rates, lists them and names the settlement that is missing', async () => {
    const rates = [0, 8, 16, 32, 40].map((hour) => `${T0 + hour * 3_600_000},0.0001`);
    await writeFile(join(home, 'rates.csv'), ['timestamp_ms,rate', ...rates].join('\n'));
    expect(await run('import', '--funding', '--symbol', 'BTC/USDT', join(home, 'rates.csv'))).toBe(EXIT.badInput);
    expect(err).toContain('BTC/USDT pays no funding; perpetual contracts do');
    expect(await run('import', '--funding', '--symbol', 'BTC/USDT:USDT', join(home, 'rates.csv'))).toBe(EXIT.ok);
    expect(await run('list', '--json')).toBe(EXIT.ok);
    expect(JSON.parse(out)).toMatchObject({ data: [{ name: 'bybit BTC/USDT:USDT funding', rows: 5 }] });
    expect(await run('verify')).toBe(EXIT.different);
    expect(out).toContain('2025-06-01T16:00:00.000Z  gap: no settlement is known until 2025-06-02T08:00:00.000Z');
  });

  it('drops imported candles only when three words say so, and tells before', async () => {
    await run('import', await candles('BTC_USDT-1m.csv', [row(0)]));
    expect(await run('list', '--budget', '0MB', '--drop')).toBe(EXIT.ok);
    expect(err).toContain('over the budget is data that the rule does not let go');
    expect(out).toContain('bybit BTC/USDT 1m candles');
    expect(await run('list', '--budget', '0MB', '--imported', '--drop')).toBe(EXIT.ok);
    expect(err).toContain('! dropping bybit/BTC_USDT/candles/1m/2025-06.parquet');
    expect(out).toBe('nothing is stored\n');
  });

  describe('remove', () => {
    const [BTC, ETH] = ['bybit BTC/USDT 1m candles', 'bybit ETH/USDT 1m candles'];

    beforeEach(async () => {
      await run('import', await candles('BTC_USDT-1m.csv', [row(0), row(1)]), await candles('ETH_USDT-1m.csv', [row(0)]));
    });

    async function stored(): Promise<readonly string[]> {
      await run('list', '--json');
      return (JSON.parse(out) as { data: { name: string }[] }).data.map(({ name }) => name);
    }

    it.each([
      ['as one word', [BTC]],
      ['word by word', BTC.split(' ')],
    ])('takes away the series that is named %s, and no other', async (_, words) => {
      expect(await run('remove', ...words, '--yes')).toBe(EXIT.ok);
      expect(out).toMatch(/^bybit BTC\/USDT 1m candles: 2 rows removed, 0\.0 MB freed\n$/);
      expect(await stored()).toEqual([ETH]);
    });

    it('says in JSON how many bytes several took', async () => {
      await run('list', '--json');
      const { bytes } = JSON.parse(out) as { bytes: number };
      expect(await run('remove', BTC, ETH, '--yes', '--json')).toBe(EXIT.ok);
      expect(JSON.parse(out)).toEqual({
        bytes,
        removed: [
          { name: BTC, rows: 2, bytes: expect.any(Number) as number },
          { name: ETH, rows: 1, bytes: expect.any(Number) as number },
        ],
      });
      expect(await stored()).toEqual([]);
    });

    it('removes nothing of what it does not know, and nothing unasked', async () => {
      expect(await run('remove', BTC, 'bybit SOL/USDT 1m candles', '--yes')).toBe(EXIT.badInput);
      expect(err).toContain('No series "bybit SOL/USDT 1m candles" is stored; "plimsoll data list" shows what is.');
      expect(await run('remove', BTC, '--json')).toBe(EXIT.badInput);
      expect(err).toContain('with --yes it is removed without a question');
      expect(await stored()).toEqual([BTC, ETH]);
    });

    it.each([
      ['y', EXIT.ok, [ETH]],
      ['n', EXIT.failed, [BTC, ETH]],
    ])('asks, and is answered with "%s"', async (answer, code, left) => {
      const [input, output] = [new PassThrough(), new PassThrough()];
      input.write(`${answer}\n`);
      const ended = removeData([BTC], { yes: false, json: false }, new Terminal({ json: false }), { input, output });
      expect(await ended.catch((error: unknown) => (error as CommandError).exitCode)).toBe(code);
      expect(String(output.read())).toContain('Remove bybit BTC/USDT 1m candles (0.0 MB)? It cannot be brought back. [y/N] ');
      expect(await stored()).toEqual(left);
    });

    it('refuses what a backtest waits to read, until that is over', async () => {
      const dataSource = await createDataSource(database.url, 1, { name: 'test' });
      try {
        const runs = new ResearchRuns(dataSource);
        const id = '4b0e0c1e-7a53-4b7b-9a51-0d4f6a0f8d11';
        const spec = { strategy: 'ema-cross', params: { symbol: 'BTC/USDT' }, venue: 'bybit' };
        await runs.add({ id, kind: 'BACKTEST', spec, requestedBy: 'test' });
        expect(await run('remove', ETH, '--yes')).toBe(EXIT.ok);
        expect(await run('remove', BTC, '--yes')).toBe(EXIT.failed);
        expect(err).toContain(`${BTC} is for the backtest ${id}, which waits; wait until it is over, or cancel it. Nothing was removed.`);
        await runs.cancel(id, 'test');
        expect(await run('remove', BTC, '--yes')).toBe(EXIT.ok);
      } finally {
        await dataSource.destroy();
      }
    });
  });

  describe('against a venue', () => {
    let simulator: Simulator;

    beforeEach(async () => {
      const source = await openSource({ kind: 'generated', seed: 7, speed: 10 });
      const logger = createLogger({ component: 'test', write: () => undefined });
      const failed = (error: unknown): never => {
        throw error;
      };
      simulator = await startSimulator({ source, folder: join(home, 'venue'), port: 0, token: 'data', logger, failed });
    });

    afterEach(() => simulator.stop());

    it('stores the trades that the venue shows, names those that it does not, and goes on from there', async () => {
      const trades = [
        'download',
        '--kind',
        'trades',
        '--symbol',
        'BTC/USDT:USDT',
        '--venue-url',
        `http://127.0.0.1:${simulator.port}`,
        '--json',
      ];
      expect(await run(...trades)).toBe(EXIT.badInput);
      expect(err).toContain('Nothing of bybit BTC/USDT:USDT trades is stored to go on from; give --from');
      expect(await run(...trades, '--from', '2020-01-01')).toBe(EXIT.failed);
      expect(err).toContain('The trades from 2020-01-01T00:00:00.000Z to ');
      expect(err).toContain('Bybit shows its newest 1000 linear trades over REST and no older ones');
      const first = JSON.parse(out) as { added: number; rows: number; findings: number };
      expect(first).toMatchObject({ added: first.rows, findings: 0 });
      expect(first.added).toBeGreaterThan(0);
      expect(await run(...trades)).toBe(EXIT.ok);
      expect(JSON.parse(out)).toMatchObject({ conflicts: 0, holes: [], findings: 0 });
      expect(await run('verify', '--json')).toBe(EXIT.ok);
      expect(JSON.parse(out)).toMatchObject({ series: [{ series: 'bybit BTC/USDT:USDT trades', count: 0 }] });
    });

    it('stores what an exchange of ccxt shows under its own name', async () => {
      const download = [
        'download',
        '--venue',
        'ccxt:bybit',
        '--symbol',
        'BTC/USDT:USDT',
        '--venue-url',
        `http://127.0.0.1:${simulator.port}`,
      ];
      expect(await run(...download, '--kind', 'trades', '--from', '2020-01-01')).toBe(EXIT.failed);
      expect(err).toMatch(
        /The trades from 2020-01-01T00:00:00.000Z to .* cannot be had from .*: Bybit shows its newest \d+ trades and no older ones/,
      );
      expect(out).toMatch(/^ccxt:bybit BTC\/USDT:USDT trades: \d+ added, 0 known already\n/);
      expect(await run(...download, '--kind', 'trades')).toBe(EXIT.ok);
      expect(await run('list', '--json')).toBe(EXIT.ok);
      expect(JSON.parse(out)).toMatchObject({ data: [{ name: 'ccxt:bybit BTC/USDT:USDT trades' }] });
    });

    it('stores the funding that the venue shows, names what it does not, and goes on from there', async () => {
      const download = [
        ...['download', '--kind', 'funding', '--symbol', 'BTC/USDT:USDT'],
        ...['--venue-url', `http://127.0.0.1:${simulator.port}`, '--json'],
      ];
      expect(await run(...download)).toBe(EXIT.badInput);
      expect(err).toContain('Nothing of bybit BTC/USDT:USDT funding is stored to go on from; give --from');
      const shown = (await (await fetch(historyUrl(simulator.port))).json()) as FundingHistory;
      const times = shown.result.list.map(({ fundingRateTimestamp }) => Number(fundingRateTimestamp));
      // Its market has a beginning; what lies before is said to be missing.
      const [newest, oldest] = [times[0]!, times.at(-1)!];
      expect(await run(...download, '--from', new Date(oldest - 86_400_000).toISOString().slice(0, 10))).toBe(EXIT.failed);
      expect(err).toContain('shows no settlement of BTC/USDT:USDT between');
      expect(JSON.parse(out)).toMatchObject({ added: (newest - oldest) / 28_800_000 + 1, conflicts: 0 });
      expect(await run(...download)).toBe(EXIT.ok);
      expect(JSON.parse(out)).toMatchObject({ added: 0, known: 1, gaps: [] });
      expect(await run('verify', '--json')).toBe(EXIT.ok);
      expect(JSON.parse(out)).toMatchObject({ series: [{ series: 'bybit BTC/USDT:USDT funding', rows: times.length, count: 0 }] });
    });

    it('records within its room, and not at all where there is none', async () => {
      const record = ['record', '--symbol', 'BTC/USDT:USDT', '--venue-url', `http://127.0.0.1:${simulator.port}`, '--for', '1s', '--json'];
      expect(await run(...record, '--budget', '100MB')).toBe(EXIT.ok);
      expect(JSON.parse(out)).toMatchObject({
        lost: 0,
        events: { book: expect.any(Number) as number, trades: expect.any(Number) as number },
      });
      expect(await run(...record, '--depth', '7')).toBe(EXIT.badInput);
      expect(err).toContain('is \\"7\\"; Bybit streams order books of 50, 200, 1000 levels, and 0 leaves them out.');
      expect(await run(...record, '--budget', '0MB')).toBe(EXIT.ok);
      expect(err).toContain('to make room');
      expect(await run(...record, '--free', '900000TB')).toBe(EXIT.failed);
      expect(err).toContain('more than it may and nothing else may be dropped');
      expect(err).toContain('Nothing was recorded.');
    });
  });

  it.each([
    [['import', '/nowhere/BTC_USDT-1m.csv'], '/nowhere/BTC_USDT-1m.csv does not exist'],
    [['import', 'prices.csv'], 'prices.csv does not exist; give the path of a file'],
    [['import', import.meta.dirname], 'is a folder; name the files in it, or give --freqtrade'],
    [['verify'], 'Nothing of that is stored'],
    [['verify', '--sigmas', '0'], '--sigmas is "0"; it must be a number above 0'],
    [['list', '--drop'], '--drop needs a rule'],
    [['list', '--budget', 'much'], '--budget is "much"; write a size like 500MB or 20GB.'],
    [['download', '--symbol', 'BTCUSDT'], '"BTCUSDT" is not a symbol; write it like BTC/USDT'],
    [['download', '--symbol', 'BTC/USDT', '--venue', 'moon'], 'There is no exchange plugin "moon"'],
    [['download', '--symbol', 'BTC/USDT', '--kind', 'books'], '--kind is "books"; it must be candles, trades or funding.'],
    [['record', '--symbol', 'BTC/USDT', '--for', 'long'], '--for is "long"; write a length of time like 90s'],
    [['replay', 'latest'], 'Nothing is recorded yet'],
    [['fetch'], "unknown command 'fetch'"],
  ])('refuses %j with 2 and a sentence', async (args, sentence) => {
    expect(await run(...args)).toBe(EXIT.badInput);
    expect(err).toContain(sentence);
  });
});
