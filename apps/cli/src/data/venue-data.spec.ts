import { join } from 'node:path';
import { openSource, startSimulator, type Simulator } from '@libs/exchange-simulator';
import { migrate } from '@libs/persistence';
import { createLogger } from '@libs/platform';
import { withPostgres } from '@libs/testkit';
import { EXIT } from '../exit-code';
import { withDataHome } from './testing/with-data-home';

interface FundingHistory {
  readonly result: { readonly list: readonly { readonly fundingRateTimestamp: string }[] };
}

const historyUrl = (port: number): string => `http://127.0.0.1:${port}/v5/market/funding/history?category=linear&symbol=BTCUSDT&limit=200`;

describe('plimsoll data against a venue', () => {
  const database = withPostgres(migrate);
  const data = withDataHome(database);
  let simulator: Simulator;

  beforeEach(async () => {
    const source = await openSource({ kind: 'generated', seed: 7, speed: 10 });
    const logger = createLogger({ component: 'test', write: () => undefined });
    const failed = (error: unknown): never => {
      throw error;
    };
    simulator = await startSimulator({ source, folder: join(data.home, 'venue'), port: 0, token: 'data', logger, failed });
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
    expect(await data.run(...trades)).toBe(EXIT.badInput);
    expect(data.err).toContain('Nothing of bybit BTC/USDT:USDT trades is stored to go on from; give --from');
    expect(await data.run(...trades, '--from', '2020-01-01')).toBe(EXIT.failed);
    expect(data.err).toContain('The trades from 2020-01-01T00:00:00.000Z to ');
    expect(data.err).toContain('Bybit shows its newest 1000 linear trades over REST and no older ones');
    const first = JSON.parse(data.out) as { added: number; rows: number; findings: number };
    expect(first).toMatchObject({ added: first.rows, findings: 0 });
    expect(first.added).toBeGreaterThan(0);
    expect(await data.run(...trades)).toBe(EXIT.ok);
    expect(JSON.parse(data.out)).toMatchObject({ conflicts: 0, holes: [], findings: 0 });
    expect(await data.run('verify', '--json')).toBe(EXIT.ok);
    expect(JSON.parse(data.out)).toMatchObject({ series: [{ series: 'bybit BTC/USDT:USDT trades', count: 0 }] });
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
    expect(await data.run(...download, '--kind', 'trades', '--from', '2020-01-01')).toBe(EXIT.failed);
    expect(data.err).toMatch(
      /The trades from 2020-01-01T00:00:00.000Z to .* cannot be had from .*: Bybit shows its newest \d+ trades and no older ones/,
    );
    expect(data.out).toMatch(/^ccxt:bybit BTC\/USDT:USDT trades: \d+ added, 0 known already\n/);
    expect(await data.run(...download, '--kind', 'trades')).toBe(EXIT.ok);
    expect(await data.run('list', '--json')).toBe(EXIT.ok);
    expect(JSON.parse(data.out)).toMatchObject({ data: [{ name: 'ccxt:bybit BTC/USDT:USDT trades' }] });
  });

  it('stores the funding that the venue shows, names what it does not, and goes on from there', async () => {
    const download = [
      ...['download', '--kind', 'funding', '--symbol', 'BTC/USDT:USDT'],
      ...['--venue-url', `http://127.0.0.1:${simulator.port}`, '--json'],
    ];
    expect(await data.run(...download)).toBe(EXIT.badInput);
    expect(data.err).toContain('Nothing of bybit BTC/USDT:USDT funding is stored to go on from; give --from');
    const shown = (await (await fetch(historyUrl(simulator.port))).json()) as FundingHistory;
    const times = shown.result.list.map(({ fundingRateTimestamp }) => Number(fundingRateTimestamp));
    // Its market has a beginning; what lies before is said to be missing.
    const [newest, oldest] = [times[0]!, times.at(-1)!];
    expect(await data.run(...download, '--from', new Date(oldest - 86_400_000).toISOString().slice(0, 10))).toBe(EXIT.failed);
    expect(data.err).toContain('shows no settlement of BTC/USDT:USDT between');
    expect(JSON.parse(data.out)).toMatchObject({ added: (newest - oldest) / 28_800_000 + 1, conflicts: 0 });
    expect(await data.run(...download)).toBe(EXIT.ok);
    expect(JSON.parse(data.out)).toMatchObject({ added: 0, known: 1, gaps: [] });
    expect(await data.run('verify', '--json')).toBe(EXIT.ok);
    expect(JSON.parse(data.out)).toMatchObject({ series: [{ series: 'bybit BTC/USDT:USDT funding', rows: times.length, count: 0 }] });
  });

  it('records within its room, and not at all where there is none', async () => {
    const record = ['record', '--symbol', 'BTC/USDT:USDT', '--venue-url', `http://127.0.0.1:${simulator.port}`, '--for', '1s', '--json'];
    expect(await data.run(...record, '--budget', '100MB')).toBe(EXIT.ok);
    expect(JSON.parse(data.out)).toMatchObject({
      lost: 0,
      events: { book: expect.any(Number) as number, trades: expect.any(Number) as number },
    });
    expect(await data.run(...record, '--depth', '7')).toBe(EXIT.badInput);
    expect(data.err).toContain('is \\"7\\"; Bybit streams order books of 50, 200, 1000 levels, and 0 leaves them out.');
    expect(await data.run(...record, '--budget', '0MB')).toBe(EXIT.ok);
    expect(data.err).toContain('to make room');
    expect(await data.run(...record, '--free', '900000TB')).toBe(EXIT.failed);
    expect(data.err).toContain('more than it may and nothing else may be dropped');
    expect(data.err).toContain('Nothing was recorded.');
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
    expect(await data.run('download', '--symbol', 'BTC/USDT:USDT', '--interval', '1m', ...nobody, ...times)).toBe(EXIT.badInput);
    expect(data.err).toContain(sentence);
  });
});
