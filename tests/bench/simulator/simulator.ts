import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentiles, type Bench } from '../record';
import { l2Replay } from './l2-replay';
import { OrderClient, type VenueKey } from './order-client';

const CONNECTIONS = [1, 16, 64] as const;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);
/** Open orders of one account when it cancels them all; the exchange allows 500. */
const MOST_OPEN = 400;
const ORDER = { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.001', timeInForce: 'GTC' };

/**
 * Order create over REST: kept connections, each with an account of its own; every answer waits for a synced disk. Then
 * recorded order books as fast as they can be replayed.
 */
export const simulator: Bench = async (report) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  const child = fork(join(import.meta.dirname, 'simulator-process.js'), [folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    const port = await portOf(child);
    const price = await farPrice(port);
    await round(port, { connections: 16, price, seconds: 1 });
    for (const connections of CONNECTIONS) {
      const { samples, seconds } = await round(port, { connections, price, seconds: SECONDS });
      const name = `rest order create, ${connections} connection${connections > 1 ? 's' : ''}`;
      report({
        bench: 'simulator',
        case: name,
        metric: 'requests',
        unit: '/s',
        n: samples.length,
        value: Math.round(samples.length / seconds),
      });
      report({ bench: 'simulator', case: name, metric: 'latency', unit: 'ms', ...percentiles(samples) });
    }
  } finally {
    child.disconnect();
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
  await l2Replay(report);
};

async function portOf(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The simulator ended with exit code ${String(code)}`)));
  const [said] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  return (said as { port: number }).port;
}

interface Round {
  readonly connections: number;
  readonly price: string;
  readonly seconds: number;
}

/** Milliseconds of each create, and the time that creating took; cancelling is not counted. */
async function round(port: number, { connections, price, seconds }: Round): Promise<{ samples: number[]; seconds: number }> {
  const clients = await Promise.all(Array.from({ length: connections }, (_, index) => openAccount(port, `bench-${index}`)));
  const samples: number[] = [];
  let creating = 0;
  while (creating < seconds * 1_000) {
    const start = performance.now();
    const end = start + seconds * 1_000 - creating;
    await Promise.all(clients.map((client) => create(client, { price, end, samples })));
    creating += performance.now() - start;
    for (const client of clients) good(await client.post('/v5/order/cancel-all', { category: 'linear', symbol: 'BTCUSDT' }));
  }
  for (const client of clients) client.close();
  return { samples, seconds: creating / 1_000 };
}

async function create(client: OrderClient, to: { price: string; end: number; samples: number[] }): Promise<void> {
  for (let count = 0; count < MOST_OPEN && performance.now() < to.end; count += 1) {
    const start = performance.now();
    const answer = await client.post('/v5/order/create', { ...ORDER, price: to.price });
    to.samples.push(performance.now() - start);
    good(answer);
  }
}

function good(answer: string): void {
  if (!answer.startsWith('{"retCode":0,')) throw new Error(`the simulator refused: ${answer}`);
}

async function openAccount(port: number, id: string): Promise<OrderClient> {
  const response = await fetch(`http://127.0.0.1:${port}/admin/accounts/${id}`, {
    method: 'PUT',
    headers: { 'X-Plimsoll-Token': 'bench' },
    body: JSON.stringify({ balances: { USDT: '10000000' } }),
  });
  return OrderClient.connect(port, (await response.json()) as VenueKey);
}

/** A tenth below the market: an order there rests. */
async function farPrice(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/v5/market/tickers?category=linear&symbol=BTCUSDT`);
  const { result } = (await answer.json()) as { result: { list: { lastPrice: string }[] } };
  return String(Math.round(Number(result.list[0]!.lastPrice) * 0.9));
}
