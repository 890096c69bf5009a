import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@libs/platform';
import { ManualClock } from '@libs/testkit';
import { openLocalExchange, type LocalExchange } from './local-exchange';
import { openSource } from './source/open-source';

const START = Date.UTC(2026, 3, 1, 13);

describe('an exchange within a process', () => {
  const clock = new ManualClock(START);
  let folder: string;
  let exchange: LocalExchange;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-local-'));
    exchange = await openLocalExchange({
      source: await openSource({ kind: 'generated', seed: 1, speed: 60, stepped: true, start: START }),
      folder,
      logger: createLogger({ component: 'local', write: () => undefined }),
      failed: (error) => {
        throw error;
      },
      wallNow: () => clock.wall(),
      monotonic: () => clock.monotonic(),
      timers: clock,
    });
  });

  afterEach(async () => {
    await exchange.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function listen(): { readonly frames: string[]; readonly log: string[]; readonly socket: ReturnType<LocalExchange['connect']> } {
    const frames: string[] = [];
    const log: string[] = [];
    const socket = exchange.connect('/v5/public/linear', { frame: (text) => frames.push(text), closed: () => log.push('closed') });
    return { frames, log, socket };
  }

  it('tells its streams what the market does while time is moved', async () => {
    const { frames, log, socket } = listen();
    socket.send(JSON.stringify({ op: 'subscribe', args: ['orderbook.1.BTCUSDT'] }));
    expect(frames.map((text) => (JSON.parse(text) as { op?: string; type?: string }).op ?? 'data')).toEqual(['subscribe', 'data']);
    await exchange.step(START + 60_000);
    await clock.pass(60_000);
    expect(frames.length).toBeGreaterThan(10);
    socket.close();
    expect(log).toEqual(['closed']);
  });

  it('answers public reads and says why where it cannot', async () => {
    const answer = JSON.parse(await exchange.get('/v5/market/orderbook', 'category=linear&symbol=BTCUSDT&limit=1')) as { retCode: number };
    expect(answer.retCode).toBe(0);
    await expect(exchange.get('/v5/nothing', '')).rejects.toThrow('/v5/nothing: HTTP 404');
  });

  it('brings faults in and takes them out', async () => {
    const disarm = exchange.arm({ faults: [{ fault: 'connect-refused' }] });
    expect(listen).toThrow('HTTP');
    disarm();
    expect(listen).not.toThrow();
    expect(() => exchange.connect('/v5/nowhere', { frame: () => undefined, closed: () => undefined })).toThrow('HTTP 404');
  });
});
