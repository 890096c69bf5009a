import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { decimal, type Instrument } from '@libs/kernel';
import { MarketFeed, WebSocketManager } from '@libs/market-data';
import type { MarketData } from '@libs/sdk';
import { exchange as bybit } from '../../../plugins/exchanges/bybit/src/index';
import type { BenchRecord } from '../record';

const SYMBOLS = 500;
const DEPTH = 50;
const PER_CONNECTION = 100;
const MINUTES = Number(process.env['BENCH_MINUTES'] ?? 10);
const CASE = `${SYMBOLS} symbols at 20/s for ${MINUTES} min`;
/** Microseconds; what takes longer counts as the last. */
const SLOWEST = 1_000_000;

/** Bytes through a socket to a checked book and a consumer, for a long time. */
export async function manySymbols(report: (record: BenchRecord) => void): Promise<void> {
  const pump = fork(join(import.meta.dirname, 'pump.js'));
  const { port } = await new Promise<{ port: number }>((resolve) =>
    pump.once('message', (message) => resolve(message as { port: number })),
  );
  const url = `127.0.0.1:${port}`;
  const counts = new Uint32Array(SLOWEST + 1);
  let problems = 0;
  const manager = new WebSocketManager({ reconnectDelaySeconds: 1 });
  const feed = new MarketFeed({
    plugin: { ...bybit, marketData: () => quietMarket(instruments) },
    options: { restUrl: `http://${url}`, publicWebSocketUrl: `ws://${url}`, privateWebSocketUrl: '', requestWindow: 5_000, now: Date.now },
    manager,
    mostTopics: PER_CONNECTION,
    handlers: {
      available: () => void feed.take(),
      forming: () => undefined,
      book: (_symbol, _book, { bids }) => {
        const age = Number(process.hrtime.bigint() / 1_000n) - Number(bids.at(-1)![1]);
        counts[Math.min(SLOWEST, Math.max(0, age))]! += 1;
      },
      notice: (notice) => {
        problems += 1;
        process.stderr.write(`${JSON.stringify(notice)}\n`);
      },
    },
  });
  try {
    for (const instrument of instruments) feed.watch({ kind: 'book', instrument, depth: DEPTH });
    await wait(1_000);
    pump.send('go');
    const heaps = await heapsOverTime();
    const trusted = instruments.filter(({ symbol }) => feed.trust(symbol)?.level === 'TRUSTED').length;
    if (problems > 0 || trusted < SYMBOLS) throw new Error(`${problems} problems, ${trusted} of ${SYMBOLS} symbols trusted`);
    const [first, last] = [heaps.at(0)!, heaps.at(-1)!];
    const n = counts.reduce((sum, count) => sum + count, 0);
    report({ bench: 'feed', case: CASE, metric: 'updates', unit: '/s', n, value: Math.round(n / (MINUTES * 60)) });
    report({ bench: 'feed', case: CASE, metric: 'sent_to_consumer', unit: 'us', n, ...quantiles(counts, n) });
    report({ bench: 'feed', case: CASE, metric: 'live_heap_after_a_minute', unit: 'bytes', n: 1, value: first });
    report({
      bench: 'feed',
      case: CASE,
      metric: 'live_heap_at_the_end',
      unit: 'bytes',
      n: 1,
      value: last,
      ratio: Number((last / first).toFixed(3)),
    });
  } finally {
    feed.close();
    manager.close();
    pump.kill();
  }
}

/** What is alive once a minute, bytes. */
async function heapsOverTime(): Promise<readonly number[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heaps: number[] = [];
  for (let minute = 1; minute <= MINUTES; minute += 1) {
    await wait(60_000);
    collect();
    heaps.push(process.memoryUsage().heapUsed);
    process.stderr.write(`minute ${minute} of ${MINUTES}: ${(heaps.at(-1)! / 1e6).toFixed(1)} MB alive\n`);
  }
  return heaps;
}

function quantiles(counts: Uint32Array, n: number): { p50: number; p95: number; p99: number } {
  const at = (share: number): number => {
    let left = Math.ceil(share * n);
    return counts.findIndex((count) => (left -= count) <= 0);
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

const instruments: readonly Instrument[] = Array.from({ length: SYMBOLS }, (_, at) => ({
  venue: 'bybit',
  symbol: `C${at}/USDT:USDT`,
  venueSymbol: `C${at}USDT`,
  category: 'linear',
  base: `C${at}`,
  quote: 'USDT',
  settle: 'USDT',
  tickSize: decimal('0.01'),
  lotSize: decimal('1'),
  minQuantity: decimal('1'),
  maxQuantity: decimal('1000'),
  minNotional: decimal('5'),
}));

/** REST of a venue that lists them all and keeps time. */
function quietMarket(listed: readonly Instrument[]): MarketData {
  const now = async (): Promise<number> => Date.now();
  const none = async (): Promise<never> => Promise.reject(new Error('nothing of the kind is asked for here'));
  return { instruments: async () => listed, serverTime: now, marketTime: now, bars: none, book: none, trades: none };
}
