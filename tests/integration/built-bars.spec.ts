import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource, startSimulator } from '@libs/exchange-simulator';
import type { Simulator } from '@libs/exchange-simulator';
import type { Bar } from '@libs/kernel';
import { MarketFeed, WebSocketManager } from '@libs/market-data';
import { createLogger } from '@libs/platform';
import { loadExchange } from '@libs/plugin-host';
import { urlsAt } from '@libs/sdk';
import type { ExchangeOptions } from '@libs/sdk';

/** Market minutes pass in wall seconds. */
const SPEED = 60;
const ENOUGH = 4;

describe('bars made of trades over real sockets', () => {
  let folder: string;
  let simulator: Simulator;
  let options: ExchangeOptions;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'built-bars-'));
    const source = await openSource({ kind: 'generated', seed: 5, speed: SPEED });
    const logger = createLogger({ component: 'test', write: () => undefined });
    const failed = (error: unknown): void => {
      throw error;
    };
    simulator = await startSimulator({ source, folder, port: 0, token: 'built-bars', logger, failed });
    options = { ...urlsAt(`http://127.0.0.1:${simulator.port}`), requestWindow: 5_000, now: Date.now };
  });

  afterAll(async () => {
    await simulator.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("are the venue's own candles, digit for digit", async () => {
    const bybit = await loadExchange('bybit');
    const market = bybit.marketData(options);
    const [instrument] = await market.instruments();
    const manager = new WebSocketManager({ reconnectDelaySeconds: 1 });
    const [bars, done] = [[] as Bar[], Promise.withResolvers<void>()];
    const feed: MarketFeed = new MarketFeed({
      // The exchange as it would be without a stream of candles.
      plugin: { ...bybit, market: { ...bybit.market, bar: 'poll' } },
      options,
      manager,
      handlers: {
        available: () => {
          for (const item of feed.take()) if (item.type === 'bar') bars.push(item.bar);
          if (bars.length >= ENOUGH) done.resolve();
        },
        forming: () => undefined,
        notice: (notice) => done.reject(new Error(`the feed says ${JSON.stringify(notice)}`)),
      },
    });
    feed.watch({ kind: 'bar', instrument: instrument!, interval: '1m' });
    await done.promise.finally(() => {
      feed.close();
      manager.close();
    });
    const shown = await market.bars(instrument!, '1m', 100);
    expect(bars).toEqual(shown.filter(({ start }) => start >= bars[0]!.start && start <= bars.at(-1)!.start));
  });
});
