import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openMessaging } from '@libs/messaging';
import type { Messaging } from '@libs/messaging';
import { AccountInbox, CoreJournal, PgDispatchStore, PgLease, PgListener, createDataSource, migrate } from '@libs/persistence';
import { MARKET_TIME, fillStep, redisMissing, submitStep, withOwnPostgres, withPostgres, withRedis } from '@libs/testkit';
import type { DataSource } from 'typeorm';

interface Hop {
  readonly accountId: string;
  readonly dataSource: DataSource;
  readonly trader: Messaging;
  journal: CoreJournal;
  /** Opens the journal as a trader that starts again does. */
  reopen(): Promise<CoreJournal>;
  /** Dispatch ids the executor claimed, in order. */
  readonly claimed: string[];
  readonly executor: Messaging;
  readonly listener: PgListener;
  close(): Promise<void>;
}

/** A trader's and an executor's side, with a venue that accepts everything at once. */
async function openHop(databaseUrl: string, redisUrl?: string): Promise<Hop> {
  const [accountId, venueAccountId] = [randomUUID(), randomUUID()];
  const dataSource = await createDataSource(databaseUrl, 6);
  await dataSource.query(`INSERT INTO venue_accounts (id, account_id, venue) VALUES ($1, $2, 'bybit')`, [venueAccountId, accountId]);
  const trader = await openMessaging({ name: 'trader', databaseUrl, redisUrl });
  const executor = await openMessaging({ name: 'executor', databaseUrl, redisUrl });
  const journal = await CoreJournal.open(dataSource, { accountId, venueAccountId });
  const store = new PgDispatchStore(dataSource, { accountId, venueAccountId });
  const lease = await PgLease.take(dataSource, { venueAccountId, holder: 'test' });
  const claimed: string[] = [];
  const handle = async (id: string): Promise<void> => {
    const dispatch = await store.claim(id, lease.epoch, Date.now());
    if (!dispatch) return;
    claimed.push(id);
    const report = { kind: 'accepted', clientOrderId: dispatch.clientOrderId, venueOrderId: 'v' } as const;
    await store.settle(id, 'DONE', [{ dedupeKey: `accepted:${dispatch.clientOrderId}`, at: MARKET_TIME, report }]);
  };
  const sweep = async (): Promise<void> => {
    for (const id of await store.ready(100)) await handle(id);
  };
  await executor.orders.onWake(venueAccountId, handle);
  const listener = new PgListener({ url: databaseUrl, backOffMs: 50 });
  listener.on('plimsoll_dispatch', (payload) => void handle(payload.slice(payload.indexOf(':') + 1)).catch(() => undefined));
  listener.onGap(() => void sweep().catch(() => undefined));
  await listener.start();
  const close = async (): Promise<void> => {
    await listener.close();
    await Promise.all([trader.close(), executor.close()]);
    await lease.release();
    await dataSource.destroy();
  };
  return {
    reopen: () => CoreJournal.open(dataSource, { accountId, venueAccountId }),
    accountId,
    dataSource,
    trader,
    journal,
    claimed,
    executor,
    listener,
    close,
  };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('what was waited for did not come within 30 s');
    await sleep(10);
  }
}

function carriesOrders(open: () => Promise<Hop>): void {
  it('claims each order once, however often it is woken, and answers through the inbox', async () => {
    const hop = await open();
    const orders = Array.from({ length: 40 }, (_, n) => `${n}-${hop.accountId.slice(0, 8)}`);
    const venueAccountId = (
      await hop.dataSource.query<{ id: string }[]>('SELECT id FROM venue_accounts WHERE account_id = $1', [hop.accountId])
    )[0]!.id;
    for (const [n, order] of orders.entries()) {
      const { dispatched } = await hop.journal.commit([submitStep(n + 1, order)]);
      for (const dispatch of dispatched) await hop.trader.orders.wake(venueAccountId, dispatch);
    }
    const inbox = new AccountInbox(hop.dataSource);
    await until(async () => (await inbox.readAfter(hop.accountId, 0)).length === orders.length);
    expect([...hop.claimed].sort()).toEqual(orders.map((order) => `d${order}s`).sort());
    await hop.journal.commit([fillStep(100, orders[0]!, 1)]);
    const states = await hop.dataSource.query('SELECT DISTINCT state, attempt FROM dispatch WHERE account_id = $1', [hop.accountId]);
    expect(states).toEqual([{ state: 'DONE', attempt: 1 }]);
    await hop.close();
  });
}

describe('the hop from trader to executor, queue on Postgres', () => {
  const database = withPostgres(migrate);
  carriesOrders(() => openHop(database.url));
});

(redisMissing ? describe.skip : describe)(
  `the hop from trader to executor, queue on Redis${redisMissing ? ` (skipped: ${redisMissing})` : ''}`,
  () => {
    const database = withPostgres(migrate);
    const redis = withRedis();
    carriesOrders(() => openHop(database.url, redis.url));
  },
);

describe('a Postgres that is killed', () => {
  const postgres = withOwnPostgres();

  it('costs no order and doubles none once it is back', async () => {
    await migrate(postgres.url);
    const hop = await openHop(postgres.url);
    for (let round = 0; round < 2; round += 1) {
      const before = submitStep(round * 10 + 1, `before-${round}`);
      const after = submitStep(round * 10 + 2, `after-${round}`);
      await hop.journal.commit([before]);
      await postgres.kill();
      // A backend can outlive its server for a moment and say that it committed; only the next start knows.
      await hop.journal.commit([after]).catch(() => undefined);
      await postgres.restart();
      await until(() => hop.listener.connected);
      // The trader starts again and commits once more what its recording holds.
      hop.journal = await hop.reopen();
      await until(() =>
        hop.journal.commit([before, after]).then(
          () => true,
          () => false,
        ),
      );
      await until(() => hop.claimed.length >= (round + 1) * 2);
    }
    expect([...hop.claimed].sort()).toEqual(['dafter-0s', 'dafter-1s', 'dbefore-0s', 'dbefore-1s']);
    expect(await hop.dataSource.query('SELECT count(*)::int AS n, max(seq) AS last FROM journal')).toEqual([{ n: 8, last: 8 }]);
    await hop.close();
  }, 120_000);
});
