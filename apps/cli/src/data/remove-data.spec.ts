import { PassThrough } from 'node:stream';
import { ResearchRuns, createDataSource, migrate } from '@libs/persistence';
import { withPostgres } from '@libs/testkit';
import { EXIT, type CommandError } from '../exit-code';
import { Terminal } from '../terminal/terminal';
import { removeData } from './remove-data';
import { row, withDataHome } from './testing/with-data-home';

describe('plimsoll data remove', () => {
  const database = withPostgres(migrate);
  const data = withDataHome(database);
  const [BTC, ETH] = ['bybit BTC/USDT 1m candles', 'bybit ETH/USDT 1m candles'];

  beforeEach(async () => {
    await data.run('import', await data.candles('BTC_USDT-1m.csv', [row(0), row(1)]), await data.candles('ETH_USDT-1m.csv', [row(0)]));
  });

  async function stored(): Promise<readonly string[]> {
    await data.run('list', '--json');
    return (JSON.parse(data.out) as { data: { name: string }[] }).data.map(({ name }) => name);
  }

  it.each([
    ['as one word', [BTC]],
    ['word by word', BTC.split(' ')],
  ])('takes away the series that is named %s, and no other', async (_, words) => {
    expect(await data.run('remove', ...words, '--yes')).toBe(EXIT.ok);
    expect(data.out).toMatch(/^bybit BTC\/USDT 1m candles: 2 rows removed, 0\.0 MB freed\n$/);
    expect(await stored()).toEqual([ETH]);
  });

  it('says in JSON how many bytes several took', async () => {
    await data.run('list', '--json');
    const { bytes } = JSON.parse(data.out) as { bytes: number };
    expect(await data.run('remove', BTC, ETH, '--yes', '--json')).toBe(EXIT.ok);
    expect(JSON.parse(data.out)).toEqual({
      bytes,
      removed: [
        { name: BTC, rows: 2, bytes: expect.any(Number) as number },
        { name: ETH, rows: 1, bytes: expect.any(Number) as number },
      ],
    });
    expect(await stored()).toEqual([]);
  });

  it('removes nothing of what it does not know, and nothing unasked', async () => {
    expect(await data.run('remove', BTC, 'bybit SOL/USDT 1m candles', '--yes')).toBe(EXIT.badInput);
    expect(data.err).toContain('No series "bybit SOL/USDT 1m candles" is stored; "plimsoll data list" shows what is.');
    expect(await data.run('remove', BTC, '--json')).toBe(EXIT.badInput);
    expect(data.err).toContain('with --yes it is removed without a question');
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
      expect(await data.run('remove', ETH, '--yes')).toBe(EXIT.ok);
      expect(await data.run('remove', BTC, '--yes')).toBe(EXIT.failed);
      expect(data.err).toContain(
        `${BTC} is for the backtest ${id}, which waits; wait until it is over, or cancel it. Nothing was removed.`,
      );
      await runs.cancel(id, 'test');
      expect(await data.run('remove', BTC, '--yes')).toBe(EXIT.ok);
    } finally {
      await dataSource.destroy();
    }
  });
});
