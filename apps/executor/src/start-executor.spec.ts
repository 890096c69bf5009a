import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource, startSimulator } from '@libs/exchange-simulator';
import type { Simulator } from '@libs/exchange-simulator';
import { decimal } from '@libs/kernel';
import { AccountInbox, CoreJournal, HealthBoard, createDataSource, migrate } from '@libs/persistence';
import { createLogger } from '@libs/platform';
import type { ExecutorEnvironment, RunningComponent } from '@libs/platform';
import { MARKET_TIME, buildOrder, buildStep, buildTicket, cancelStep, submitStep, withPostgres } from '@libs/testkit';
import type { BuiltStep } from '@libs/testkit';
import { startExecutor } from './start-executor';

/** Plugins run as built. */
const isBuilt = existsSync(join(process.cwd(), 'dist/plugins/exchanges/bybit/src/index.js'));
const describeBuilt = isBuilt ? describe : describe.skip;

describeBuilt(`an executor between Postgres and the exchange simulator${isBuilt ? '' : ' (skipped: run "npm run build" first)'}`, () => {
  const database = withPostgres(migrate);
  const log: string[] = [];
  const logger = createLogger({ component: 'test', write: (line) => log.push(line) });
  const accountId = randomUUID();
  const venueAccountId = randomUUID();
  let folder: string;
  let simulator: Simulator;
  let dataSource: Awaited<ReturnType<typeof createDataSource>>;
  let journal: CoreJournal;
  let env: ExecutorEnvironment;
  let executor: RunningComponent;
  const failures: unknown[] = [];

  const start = (): Promise<RunningComponent> =>
    startExecutor(env, { env: {}, logger, stopping: new AbortController().signal, fail: (error) => failures.push(error) });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'executor-'));
    const source = await openSource({ kind: 'generated', seed: 7, speed: 1 });
    simulator = await startSimulator({ source, folder, port: 0, token: 't', logger, failed: (error) => failures.push(error) });
    const venueUrl = `http://127.0.0.1:${simulator.port}`;
    const response = await fetch(`${venueUrl}/admin/accounts/${accountId}`, {
      method: 'PUT',
      headers: { 'X-Plimsoll-Token': 't', 'content-type': 'application/json' },
      body: JSON.stringify({ balances: { USDT: '100000' }, fees: { maker: '0.0002', taker: '0.00055' }, rateTier: 'off' }),
    });
    const { apiKey, apiSecret } = (await response.json()) as { apiKey: string; apiSecret: string };
    env = {
      home: folder,
      databaseUrl: database.url,
      accountId,
      venueAccountId,
      venueUrl,
      venueKey: apiKey,
      venueSecret: apiSecret,
      reconnectDelaySeconds: 1,
    };
    dataSource = await createDataSource(database.url, 2);
    await dataSource.query(
      `INSERT INTO accounts (id, name, mode, venue, settle_asset, max_position_size, starting_balances, fees, status, manual_deployment_id, trading_state)
       VALUES ($1, 'demo', 'paper', 'bybit', 'USDT', '0.1', '{}', '{}', 'ready', $2, 'ACTIVE')`,
      [accountId, randomUUID()],
    );
    await dataSource.query(`INSERT INTO venue_accounts (id, account_id, venue) VALUES ($1, $2, 'bybit')`, [venueAccountId, accountId]);
    journal = await CoreJournal.open(dataSource, { accountId, venueAccountId });
    executor = await start();
  });

  afterAll(async () => {
    await executor.stop();
    await dataSource.destroy();
    await simulator.stop();
    await rm(folder, { recursive: true });
    expect(failures).toEqual([]);
  });

  let inputs = 0;
  const commit = async (step: (inputSeq: number) => BuiltStep): Promise<void> => void (await journal.commit([step((inputs += 1))]));

  async function reports(clientOrderId?: string): Promise<readonly string[]> {
    const items = await new AccountInbox(dataSource).readAfter(accountId, 0);
    return items.flatMap(({ body }) => {
      if (body.kind !== 'report') return [];
      const { report } = body;
      if (clientOrderId !== undefined && !('clientOrderId' in report && report.clientOrderId === clientOrderId)) return [];
      return [report.kind === 'order' ? report.status : report.kind];
    });
  }

  async function until(condition: () => Promise<boolean>): Promise<void> {
    for (let n = 0; n < 2_000; n += 1) {
      if (await condition()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`this never became true: ${condition.toString()}; the inbox holds ${(await reports()).join()}`);
  }

  /** As the executor holds it in memory. */
  const latch = (): string | undefined => log.flatMap((line) => /latch (raised|lowered)/.exec(line)?.[1] ?? []).at(-1);

  it('is reconciled and healthy before it says that it serves', async () => {
    expect(await reports()).toEqual(['reconciled']);
    expect(await new HealthBoard(dataSource).read()).toMatchObject([{ component: 'executor', accountId, status: 'ok' }]);
  });

  it('sends a committed order and brings its fill back', async () => {
    await commit((n) => submitStep(n, 'filled'));
    await until(async () => (await reports('filled')).includes('FILLED'));
    expect([...(await reports('filled'))].sort()).toEqual(['FILLED', 'accepted', 'execution']);
  });

  it('sends nothing while the account is halted, and goes on afterwards', async () => {
    const set = (state: string): Promise<unknown> =>
      dataSource.query(`UPDATE accounts SET trading_state = $2 WHERE id = $1`, [accountId, state]);
    await set('HALTED');
    await dataSource.query(`SELECT pg_notify('plimsoll_latch', $1)`, [accountId]);
    await until(async () => latch() === 'raised');
    await commit((n) => submitStep(n, 'halted'));
    await until(async () => (await reports('halted')).length === 1);
    await set('ACTIVE');
    await until(async () => latch() === 'lowered');
    await commit((n) => submitStep(n, 'again'));
    await until(async () => (await reports('again')).includes('FILLED'));
    expect(await reports('halted')).toEqual(['aborted']);
  });

  it('cancels what is open, once, where a halt waits for a trader that does not run', async () => {
    const order = buildOrder('resting', 'INITIALIZED', { type: 'LIMIT', price: decimal('10000'), timeInForce: 'GTC' });
    const ticket = { ...buildTicket('resting'), type: 'LIMIT', price: '10000', timeInForce: 'GTC' } as const;
    await commit((n) =>
      buildStep(n, [{ type: 'OrderChanged', change: 'Initialized', order, cause: { actor: 'local' } }], [{ type: 'submit', ticket }]),
    );
    await until(async () => (await reports('resting')).includes('ACCEPTED'));
    const command = { kind: 'set-trading-state', state: 'HALTED', reason: 'power cut' } as const;
    const body = { kind: 'operator', commandId: randomUUID(), actor: 'ann', command } as const;
    const { inboxSeq } = await new AccountInbox(dataSource).append({ accountId, source: 'api', dedupeKey: 'halt', body });
    await until(async () => (await reports('resting')).includes('CANCELED'));
    const taken = (await new AccountInbox(dataSource).readAfter(accountId, 0)).at(-1)!.inboxSeq;
    expect(taken).toBeGreaterThan(inboxSeq);

    // Its trader comes, takes the halt and wants the order gone too.
    await commit((n) => ({
      ...cancelStep(n, 'resting'),
      input: { inputSeq: n, marketTime: MARKET_TIME + n, body: { type: 'operator', inboxSeq, commandId: 'c', actor: 'ann', command } },
    }));
    const cancels = (): Promise<readonly { state: string; attempt: number }[]> =>
      dataSource.query(`SELECT state, attempt FROM dispatch WHERE client_order_id = 'resting' AND kind = 'cancel' ORDER BY created_at`);
    await until(async () => (await cancels()).every(({ state }) => state === 'DONE' || state === 'ABORTED'));
    expect((await cancels()).map(({ state }) => state)).toEqual(['DONE', 'ABORTED']);
    expect((await reports('resting')).filter((report) => report === 'cancel-refused')).toEqual([]);
    await dataSource.query(`UPDATE accounts SET trading_state = 'ACTIVE' WHERE id = $1`, [accountId]);
  });

  it('finds after a restart what was left for it, and takes the next epoch', async () => {
    await executor.stop();
    await commit((n) => submitStep(n, 'left'));
    await commit((n) => cancelStep(n, 'left'));
    executor = await start();
    await until(async () => (await reports('left')).length > 0);
    expect(await reports('left')).toEqual(['withdrawn']);
    // The order is years old, so there are hundreds of pages to read.
    await until(async () => !('waitingFor' in (executor.detail ?? {})));
    expect(executor.detail).toEqual({ epoch: 2 });
  });
});
