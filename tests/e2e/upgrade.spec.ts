import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { freePort } from '@libs/testkit';
import pg from 'pg';
import { SnapshotStore } from '@libs/persistence';
import type { Snapshot } from '@libs/persistence';
import { compareWithVenue, fillCount, isSettled, onlyAccount } from '../support/oracle';
import { Platform, until } from '../support/platform';

const PATIENCE_MS = 60_000;
const OLD = { version: '0.0.9', code: '0123456789ab', commit: 'abc123', node: '26.9.0' };
const PARTED =
  /recorded by 0\.0\.9\+0123456789ab \(commit abc123, Node 26\.9\.0\) and did not end in order; this is 0\.1\.0\+.* leads to other events.*git checkout abc123/;

interface Trader {
  readonly component: string;
  readonly status: string;
  readonly reason: string | null;
}

describe('an upgrade after a power cut', () => {
  const alerts: { kind: string; state: string; text: string }[] = [];
  let webhook: Server;
  let platform: Platform;
  let accountId = '';
  let snapshot: Snapshot;
  let resting = '';

  const snapshots = (): SnapshotStore => new SnapshotStore({ home: platform.home, accountId });
  const trader = async (): Promise<Trader | undefined> => {
    const { status } = await platform.graphql<{ status: { components: Trader[] } }>(
      '{ status { components { component status reason } } }',
    );
    return status.components.find(({ component }) => component === 'trader');
  };
  const accountIs = async (): Promise<unknown> =>
    (
      await platform.graphql<{ account: unknown }>(
        'query ($id: ID!) { account(id: $id) { status statusReason tradingState tradingReason } }',
        {
          id: accountId,
        },
      )
    ).account;
  const rowsOf = async <Row extends object>(query: string): Promise<readonly Row[]> => {
    const client = new pg.Client({ connectionString: await platform.databaseUrl() });
    await client.connect();
    const { rows } = await client.query<Row>(query, [accountId]);
    await client.end();
    return rows;
  };
  /** Rests at the exchange, far below the market. */
  const restingOrder = async (): Promise<string> => {
    const [fill] = await rowsOf<{ symbol: string; price: string }>(
      'SELECT symbol, floor(price / 2)::text AS price FROM fills WHERE account_id = $1 LIMIT 1',
    );
    const { placeOrder } = await platform.graphql<{ placeOrder: { clientOrderId: string } }>(
      'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { ... on Order { clientOrderId } } }',
      { input: { accountId, ...fill, side: 'BUY', type: 'LIMIT', quantity: '0.001' } },
    );
    return placeOrder.clientOrderId;
  };
  const orderIs = async (clientOrderId: string): Promise<string | undefined> =>
    (await rowsOf<{ client_order_id: string; status: string }>('SELECT client_order_id, status FROM orders WHERE account_id = $1')).find(
      ({ client_order_id: id }) => id === clientOrderId,
    )?.status;
  const journalled = (): Promise<unknown> => rowsOf('SELECT input_seq, journal_seq FROM trader_state WHERE account_id = $1');
  const powerCut = async (): Promise<void> => {
    for (const pid of [...platform.pidsOf('trader'), ...platform.pidsOf('launcher')]) process.kill(pid, 'SIGKILL');
    await until(
      () => platform.pidsOf('api').length + platform.pidsOf('exchange-simulator').length === 0,
      PATIENCE_MS,
      () => 'children outlive their launcher',
    );
  };
  const trades = async (): Promise<void> => {
    const before = await fillCount(platform, accountId);
    await until(
      async () => (await fillCount(platform, accountId)) > before,
      PATIENCE_MS,
      () => `the account does not trade:\n${platform.said}`,
    );
  };

  const isTold = (state: string): Promise<void> =>
    until(
      () => alerts.some((alert) => alert.kind === 'trader-down' && alert.state === state),
      PATIENCE_MS,
      () => `no alert is ${state}: ${JSON.stringify(alerts)}`,
    );

  beforeAll(async () => {
    const port = await freePort();
    webhook = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => void (text += chunk.toString()));
      request.on('end', () => {
        alerts.push(JSON.parse(text) as (typeof alerts)[number]);
        response.end();
      });
    }).listen(port, '127.0.0.1');
    platform = new Platform(['--speed', '60'], { ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/` });
    await platform.start();
    accountId = await onlyAccount(platform);
    await trades();
    resting = await restingOrder();
    await until(
      async () => (await orderIs(resting)) === 'ACCEPTED',
      PATIENCE_MS,
      () => 'the order does not rest',
    );
    await powerCut();
    snapshot = (await snapshots().latest())!;
    // To this version it is as if another had come to other events.
    await snapshots().write({ ...snapshot, eventHash: 'f'.repeat(64), writtenBy: OLD });
    await platform.start();
    await until(
      () => /trader of demo will not start/.test(platform.said),
      PATIENCE_MS,
      () => `the account is not refused:\n${platform.said}`,
    );
  }, 240_000);
  afterAll(async () => {
    await platform.remove();
    webhook.close();
  }, 60_000);

  it('says in the terminal, once, which versions part and what to do', () => {
    const lines = platform.said.split('\n').filter((line) => line.includes('trader of demo'));
    expect(lines).toEqual([expect.stringMatching(PARTED)]);
  });

  it('says it in the API', async () => {
    expect(await trader()).toEqual({ component: 'trader', status: 'DOWN', reason: expect.stringMatching(PARTED) });
  });

  it('says it of the account', async () => {
    expect(await accountIs()).toMatchObject({ status: 'REFUSED', statusReason: expect.stringMatching(PARTED) as string });
  });

  it('says it in an alert', async () => {
    await isTold('RAISED');
    expect(alerts.filter(({ kind }) => kind === 'trader-down')).toEqual([expect.objectContaining({ text: expect.stringMatching(PARTED) })]);
  }, 90_000);

  it('is halted all the same: its executor cancels at the exchange what is open, once', async () => {
    for (let n = 0; n < 2; n += 1) await platform.cli('halt', 'demo', '--reason', 'power cut');
    expect(await accountIs()).toMatchObject({
      status: 'REFUSED',
      tradingState: 'HALTED',
      tradingReason: expect.stringContaining('power cut') as string,
    });
    const cancels = (): Promise<readonly { order: string; state: string; attempt: number }[]> =>
      rowsOf("SELECT client_order_id AS order, state, attempt FROM dispatch WHERE account_id = $1 AND kind = 'cancel'");
    await until(
      async () => (await cancels()).some(({ order, state }) => order === resting && state === 'DONE'),
      PATIENCE_MS,
      () => 'the cancel is not done',
    );
    expect((await cancels()).filter(({ order }) => order === resting)).toEqual([{ order: resting, state: 'DONE', attempt: 1 }]);
    const audits = await rowsOf<{ cancels: readonly string[] }>(
      `SELECT body -> 'cancels' AS cancels FROM audit WHERE subject = $1::text AND action = 'trading-state.halt-without-trader'`,
    );
    expect(audits.flatMap(({ cancels: ids }) => ids)).toContain(resting);
  }, 90_000);

  it('keeps the account stopped and what is recorded as it is, until the version that recorded it has had its turn', async () => {
    const before = await journalled();
    expect(platform.pidsOf('trader')).toEqual([]);
    expect((await snapshots().latest())?.inputSeq).toBe(snapshot.inputSeq);
    expect(await journalled()).toEqual(before);
    await platform.stop();
    await snapshots().write(snapshot);
    await platform.start();
    await until(
      async () => (await orderIs(resting)) === 'CANCELED' && (await isSettled(platform, accountId)),
      PATIENCE_MS,
      () => 'the trader does not hear of the halt',
    );
    expect(await accountIs()).toMatchObject({ status: 'READY', tradingState: 'HALTED' });
    expect((await compareWithVenue(platform, accountId)).problems).toEqual([]);
    await platform.graphql('mutation ($input: SetTradingStateInput!) { setTradingState(input: $input) { __typename } }', {
      input: { accountId, state: 'ACTIVE', reason: 'power is back' },
    });
    await trades();
    await until(
      async () => (await trader())?.status === 'OK',
      PATIENCE_MS,
      () => 'the trader is not well',
    );
  }, 180_000);
});
