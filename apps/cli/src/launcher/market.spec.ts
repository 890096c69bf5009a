import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '@libs/platform';
import { chooseMarket, describeMarket } from './market';

const settings = loadSettings({});
const mirroring = loadSettings({ EXCHANGE: 'bybit' });

describe('chooseMarket', () => {
  it('generates one at 60× unless told otherwise', async () => {
    expect(await chooseMarket({}, settings)).toEqual({ kind: 'generated', seed: 1, speed: 60 });
    expect(await chooseMarket({ seed: '7', speed: '1' }, settings)).toEqual({ kind: 'generated', seed: 7, speed: 1 });
  });

  it('replays a file, named from where the command was typed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plimsoll-market-'));
    await writeFile(join(folder, 'a.csv'), '');
    const market = await chooseMarket({ replay: 'a.csv', speed: '600', symbol: 'BTC/USDT' }, settings, folder);
    expect(market).toEqual({ kind: 'replay', file: join(folder, 'a.csv'), symbol: 'BTC/USDT', speed: 600 });
    expect(describeMarket(market)).toBe('replay of a.csv, at 600×');
    await rm(folder, { recursive: true });
  });

  it('takes a packed file for raw order-book lines, unless it is a table of candles', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plimsoll-market-'));
    for (const name of ['usdm_btcusdt_20240808.gz', 'BTC_USDT-5m.csv.gz']) await writeFile(join(folder, name), '');
    const kindOf = async (replay: string): Promise<string> => (await chooseMarket({ replay }, settings, folder)).kind;
    expect(await kindOf('usdm_btcusdt_20240808.gz')).toBe('l2');
    expect(await kindOf('BTC_USDT-5m.csv.gz')).toBe('replay');
    await rm(folder, { recursive: true });
  });

  it('mirrors the exchange of the setting, which leaves nothing to choose', async () => {
    expect(await chooseMarket({}, mirroring)).toEqual({ kind: 'mirror', exchange: 'bybit' });
    const testnet = loadSettings({ EXCHANGE: 'bybit', BYBIT_ENVIRONMENT: 'testnet' });
    expect(await chooseMarket({}, testnet)).toEqual({ kind: 'mirror', exchange: 'bybit', environment: 'testnet' });
    await expect(chooseMarket({ speed: '2' }, mirroring)).rejects.toThrow('--speed does not go with EXCHANGE=bybit');
  });
});
