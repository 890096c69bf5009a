import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource, startSimulator, type Simulator } from '@libs/exchange-simulator';
import { pro } from 'ccxt';
import { WebSocket } from 'ws';

export const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'] as const;
export const DEPTH = 50;
/** 2026-04-01 12:00 UTC. */
const START = 1_775_044_800_000;
const STEP = 1_000;
/** Steps after which what was written is let out of the sockets. */
const BREATH = 50;
/** Book messages to each message of trades. */
const BOOKS_TO_TRADES = 4;

export interface Recording {
  readonly frames: readonly Buffer[];
  /** A peer that knows the venue's markets. */
  readonly ccxt: InstanceType<typeof pro.bybit>;
}

/** Snapshots, deltas and trades as the simulator writes them for a fixed seed, and a ccxt client of that venue. */
export async function simulatorFrames(count: number): Promise<Recording> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  let monotonic = 0;
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error, child: () => silent };
  const simulator = await startSimulator({
    source: await openSource({ kind: 'generated', seed: 7, speed: 1, stepped: true, start: START }),
    folder,
    port: 0,
    token: 'bench',
    logger: silent,
    rateTier: 'off',
    monotonic: () => monotonic,
    failed: (error) => {
      throw error;
    },
  });
  try {
    const ccxt = await ccxtOf(simulator);
    const mixed = new Mixture(count);
    const socket = await listen(simulator, (frame) => mixed.add(frame));
    for (let step = 1; !mixed.isFull; step += 1) {
      monotonic += STEP;
      await simulator.exchange.feed.step!(START + step * STEP);
      if (step % BREATH === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    socket.terminate();
    return { frames: mixed.frames, ccxt };
  } finally {
    await simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every message of a book, for none may be missing, and as many of the trades as the mixture wants. */
class Mixture {
  readonly frames: Buffer[] = [];
  private books = 0;
  private trades = 0;

  constructor(private readonly count: number) {}

  get isFull(): boolean {
    return this.frames.length === this.count;
  }

  add(frame: Buffer): void {
    if (this.isFull) return;
    const isBook = frame.includes('"topic":"orderbook.');
    const isTrade = frame.includes('"topic":"publicTrade.') && (this.trades + 1) * BOOKS_TO_TRADES <= this.books;
    if (isBook) this.books += 1;
    if (isTrade) this.trades += 1;
    if (isBook || isTrade) this.frames.push(frame);
  }
}

async function listen({ port }: Simulator, frame: (data: Buffer) => void): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v5/public/linear`);
  socket.on('message', (data: Buffer) => frame(Buffer.from(data)));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const args = SYMBOLS.flatMap((symbol) => [`orderbook.${DEPTH}.${symbol}`, `publicTrade.${symbol}`]);
  socket.send(JSON.stringify({ op: 'subscribe', args }));
  await new Promise((resolve) => socket.once('message', resolve));
  return socket;
}

async function ccxtOf({ port }: Simulator): Promise<InstanceType<typeof pro.bybit>> {
  const rest = `http://127.0.0.1:${port}`;
  const client = new pro.bybit({ urls: { api: { public: rest, private: rest } } });
  // Without an agent 4.5.84 refuses every ws:// address.
  await client.loadHttpProxyAgent();
  await client.loadMarkets();
  return client;
}
