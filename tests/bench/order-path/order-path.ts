import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { defined } from '@libs/kernel';
import { AccountInbox, createAccountRow, createDataSource, migrate } from '@libs/persistence';
import { StrategyRegistry } from '@libs/plugin-host';
import { openHome } from '../../../apps/cli/src/home/home';
import { EmbeddedPostgres } from '../../../apps/cli/src/postgres/embedded-postgres';
import { type Backend, backends } from '../backends';
import { type Bench, percentiles } from '../record';
import { BenchVenue } from './bench-venue';
import { startChild, type Child } from './child';

const ORDERS = Number(process.env['BENCH_ORDERS'] ?? 5_000);
const FRAMES_PER_SECOND = 100;
const FRAMES_PER_ORDER = 10;
const WARM_UP_ORDERS = 50;
const TENTH = 0.1;

/**
 * From the bytes of a market frame, as they leave for the trader's socket, to the bytes of the order that it caused, as they
 * arrive from the executor's: core, sandboxed strategy, risk, committed intent, wake-up, claim and signature are between.
 * Both hops over loopback are inside the figure.
 */
export const orderPath: Bench = async (report) => {
  for (const backend of await backends()) {
    const latencies = await measure(backend);
    report({ bench: 'order-path', case: backend.case, metric: 'frame_to_order', unit: 'ms', ...percentiles(latencies) });
  }
};

/** Milliseconds of each order, without those of the warm-up. */
async function measure({ redisUrl }: Backend): Promise<readonly number[]> {
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  // Run as root, the database has a user of its own that must be able to enter.
  chmodSync(home, 0o755);
  const database = await EmbeddedPostgres.open(await openHome(home));
  await migrate(database.url);
  const sent = new Map<string, bigint>();
  const latencies: number[] = [];
  const venue = new BenchVenue(Date.UTC(2026, 0, 1), ({ price, at }) => {
    const start = sent.get(price);
    if (start === undefined) throw new Error(`An order at ${price} answers no frame`);
    sent.delete(price);
    latencies.push(Number(at - start) / 1e6);
  });
  const children: Child[] = [];
  try {
    const venueUrl = await venue.listen();
    const strategies = join(import.meta.dirname, 'strategies');
    const account = await deploy(database.url, strategies);
    const stores = {
      PLIMSOLL_HOME: home,
      DATABASE_URL: database.url,
      ...defined({ REDIS_URL: redisUrl }),
    };
    const common = { ...stores, PLIMSOLL_ACCOUNT_ID: account.accountId, PLIMSOLL_VENUE_URL: venueUrl };
    children.push(
      await startChild('executor', {
        ...common,
        PLIMSOLL_VENUE_ACCOUNT_ID: account.venueAccountId,
        PLIMSOLL_VENUE_KEY: 'key',
        PLIMSOLL_VENUE_SECRET: 'secret',
      }),
    );
    children.push(await startChild('trader', { ...common, PLIMSOLL_STRATEGIES: strategies }));
    while (!venue.connected) await wait(50);
    await wait(3_000);
    await play(venue, sent, latencies);
    const expected = ORDERS + WARM_UP_ORDERS;
    if (latencies.length < expected) process.stderr.write(`${expected - latencies.length} of ${expected} orders did not arrive\n`);
    return latencies.slice(WARM_UP_ORDERS);
  } finally {
    for (const child of children.reverse()) await child.stop();
    venue.close();
    await database.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** One frame every 10 ms on a steady clock; prices stay within a band and each frame of a run has its own. */
async function play(venue: BenchVenue, sent: Map<string, bigint>, latencies: readonly number[]): Promise<void> {
  const frames = (ORDERS + WARM_UP_ORDERS) * FRAMES_PER_ORDER;
  const started = performance.now();
  for (let frame = 0; frame < frames; frame += 1) {
    const due = started + (frame * 1000) / FRAMES_PER_SECOND;
    const early = due - performance.now();
    if (early > 0) await wait(early);
    if (frame % 100 === 0) venue.sendQuote('49999.9', '50000.0');
    const price = (50_000 + (frame % 60_000) * TENTH).toFixed(1);
    sent.set(price, venue.sendCandle(price));
    if (frame % 1000 === 999) process.stderr.write(`${frame + 1} of ${frames} frames, ${latencies.length} orders\n`);
  }
  await wait(2_000);
}

async function deploy(url: string, strategies: string): Promise<{ accountId: string; venueAccountId: string }> {
  const dataSource = await createDataSource(url, 1);
  const [accountId, venueAccountId] = [randomUUID(), randomUUID()];
  const terms = {
    accountId,
    name: 'bench',
    mode: 'paper',
    venue: 'bybit',
    settleAsset: 'USDT',
    maxPositionSize: '1',
    startingBalances: { USDT: '1000000' },
  } as const;
  const fees = { maker: '0', taker: '0' };
  await createAccountRow(dataSource, {
    terms,
    venueAccountId,
    manualDeploymentId: randomUUID(),
    fees,
    sourceId: null,
    commandId: randomUUID(),
    actor: 'bench',
  });
  const strategy = await new StrategyRegistry({ strategies }).find('every-tenth');
  if (!strategy) throw new Error(`There is no strategy every-tenth in ${strategies}`);
  const commandId = randomUUID();
  await new AccountInbox(dataSource).append({
    accountId,
    source: 'api',
    dedupeKey: `command:${commandId}`,
    body: {
      kind: 'operator',
      commandId,
      actor: 'bench',
      command: {
        kind: 'deploy',
        terms: {
          deploymentId: randomUUID(),
          strategy: 'every-tenth',
          strategyVersion: strategy.version,
          params: { symbol: 'BTC/USDT:USDT' },
          watches: [{ symbol: 'BTC/USDT:USDT', interval: '1m' }],
          warmUpBars: 1,
        },
      },
    },
  });
  await dataSource.destroy();
  return { accountId, venueAccountId };
}
