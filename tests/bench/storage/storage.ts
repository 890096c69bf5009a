import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMessaging } from '@libs/messaging';
import { CoreJournal, PgDispatchStore, SegmentWriter, createDataSource, migrate, submitId } from '@libs/persistence';
import { MARKET_TIME, fillStep, submitStep } from '@libs/testkit';
import { openHome } from '../../../apps/cli/src/home/home';
import { EmbeddedPostgres } from '../../../apps/cli/src/postgres/embedded-postgres';
import { type Bench, percentiles } from '../record';

const ORDERS = Number(process.env['BENCH_ORDERS'] ?? 5_000);
const WARM_UP = 200;

type Measure = <T>(metric: string, work: () => Promise<T>) => Promise<T>;

/** What each durable hop of an order costs by itself: every figure but the two hops ends with a synced disk. */
export const storage: Bench = async (report) => {
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  // Run as root, the database has a user of its own that must be able to enter.
  chmodSync(home, 0o755);
  const database = await EmbeddedPostgres.open(await openHome(home));
  const samples = new Map<string, number[]>();
  const measure: Measure = async (metric, work) => {
    const start = performance.now();
    const result = await work();
    const elapsed = performance.now() - start;
    const known = samples.get(metric);
    if (known) known.push(elapsed);
    else samples.set(metric, [elapsed]);
    return result;
  };
  try {
    await migrate(database.url);
    await orders(database.url, home, measure);
    await hops(database.url, measure);
    const label = process.env['REDIS_URL'] ? 'redis' : 'embedded';
    for (const [metric, all] of samples) report({ bench: 'storage', case: label, metric, unit: 'ms', ...percentiles(all.slice(WARM_UP)) });
  } finally {
    await database.stop();
    rmSync(home, { recursive: true, force: true });
  }
};

async function orders(url: string, home: string, measure: Measure): Promise<void> {
  const [accountId, venueAccountId] = [randomUUID(), randomUUID()];
  const trader = await createDataSource(url, 2);
  const executor = await createDataSource(url, 2);
  await trader.query(`INSERT INTO venue_accounts (id, account_id, venue, epoch) VALUES ($1, $2, 'bench', 1)`, [venueAccountId, accountId]);
  const journal = await CoreJournal.open(trader, { accountId, venueAccountId });
  const store = new PgDispatchStore(executor, { accountId, venueAccountId });
  const segments = new SegmentWriter({ folder: join(home, 'bench-session') });
  for (let n = 0; n < ORDERS + WARM_UP; n += 1) {
    const clientOrderId = `bench${n}`;
    const submit = submitStep(2 * n + 1, clientOrderId);
    segments.append(submit.input, 'hash');
    await measure('segment_sync', () => segments.sync());
    await measure('commit_submit', () => journal.commit([submit]));
    await measure('claim', () => store.claim(submitId(clientOrderId), 1, Date.now()));
    const report = { kind: 'accepted', clientOrderId, venueOrderId: 'v' } as const;
    await measure('settle', () => store.settle(submitId(clientOrderId), 'DONE', [{ dedupeKey: clientOrderId, at: MARKET_TIME, report }]));
    await measure('commit_fill', () => journal.commit([fillStep(2 * n + 2, clientOrderId, n + 1)]));
  }
  await segments.close();
  await Promise.all([trader.destroy(), executor.destroy()]);
}

async function hops(databaseUrl: string, measure: Measure): Promise<void> {
  const settings = {
    databaseUrl,
    redisUrl: process.env['REDIS_URL'],
    onTrouble: (error: unknown) => process.stderr.write(`${String(error)}\n`),
  };
  const sender = await openMessaging({ name: 'bench sender', ...settings });
  const receiver = await openMessaging({ name: 'bench receiver', ...settings });
  const venueAccountId = randomUUID();
  let arrived: () => void = () => undefined;
  await receiver.orders.onWake(venueAccountId, async () => arrived());
  await receiver.fanout.subscribe('bench.*', () => arrived());
  const hop = async (send: () => Promise<void>): Promise<void> => {
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    await Promise.all([arrival, send()]);
  };
  for (let n = 0; n < ORDERS + WARM_UP; n += 1) {
    await measure('queue_hop', () => hop(() => sender.orders.wake(venueAccountId, { id: `d${n}s`, kind: 'submit' })));
    await measure('fanout_hop', () => hop(() => sender.fanout.publish('bench.topic', n)));
  }
  await Promise.all([sender.close(), receiver.close()]);
}
