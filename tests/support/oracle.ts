import pg from 'pg';
import { Decimal } from '@libs/kernel';
import type { Platform } from './platform';

interface Truth {
  readonly orders: readonly { readonly clientOrderId: string; readonly status: string; readonly filled: string }[];
  readonly executions: readonly {
    /** `FUNDING` is a payment that carries the whole position and is no trade. */
    readonly kind: string;
    readonly fee: string;
    readonly feeAsset: string;
    readonly executionId: string;
    readonly clientOrderId: string;
    readonly quantity: string;
    readonly price: string;
  }[];
  readonly balances: Readonly<Record<string, string>>;
}

interface OrderRow {
  readonly client_order_id: string;
  readonly status: string;
  readonly filled_quantity: string;
  readonly reason: string | null;
}

/** Counts and every disagreement between the venue's own truth and what the platform wrote down. */
export interface Verdict {
  readonly orders: number;
  readonly fills: number;
  readonly problems: readonly string[];
}

const NEVER_LEFT = new Set(['DENIED', 'EXPIRED', 'CANCELED']);

/** Compares exchange and database of an account that is halted and has nothing under way. */
export async function compareWithVenue(platform: Platform, accountId: string): Promise<Verdict> {
  const truth = await venueTruth(platform, accountId);
  return withDatabase(platform, async (client) => {
    const orders = await rows<OrderRow>(
      client,
      'SELECT client_order_id, status, filled_quantity, reason FROM orders WHERE account_id = $1',
      accountId,
    );
    const fills = await rows<{ execution_id: string; quantity: string; price: string }>(
      client,
      'SELECT execution_id, quantity, price FROM fills WHERE account_id = $1',
      accountId,
    );
    return {
      orders: orders.length,
      fills: fills.length,
      problems: [
        ...doubled(truth),
        ...orderProblems(truth, orders),
        ...fillProblems(truth, fills),
        ...(await ledgerProblems(client, accountId)),
        ...(await balanceProblems(client, accountId, truth)),
        ...(await unsettled(client, accountId)),
      ],
    };
  });
}

/** Holds at any moment: no money appears, and no order was ever sent twice. */
export async function ledgerSumsToZero(platform: Platform, accountId: string): Promise<readonly string[]> {
  return withDatabase(platform, (client) => ledgerProblems(client, accountId));
}

export async function fillCount(platform: Platform, accountId: string): Promise<number> {
  return withDatabase(platform, async (client) =>
    Number((await rows<{ n: string }>(client, 'SELECT count(*) AS n FROM fills WHERE account_id = $1', accountId))[0]!.n),
  );
}

export async function onlyAccount(platform: Platform): Promise<string> {
  return withDatabase(
    platform,
    async (client) => (await client.query<{ id: string }>("SELECT id FROM accounts WHERE status <> 'disabled'")).rows[0]!.id,
  );
}

export async function isSettled(platform: Platform, accountId: string): Promise<boolean> {
  return withDatabase(platform, async (client) => (await unsettled(client, accountId)).length === 0);
}

function doubled({ orders }: Truth): string[] {
  const seen = Map.groupBy(orders, ({ clientOrderId }) => clientOrderId);
  return [...seen].filter(([, copies]) => copies.length > 1).map(([id, copies]) => `order ${id} reached the venue ${copies.length} times`);
}

/** Too many requests: the exchange does not look at what it refuses for that. */
function wasTurnedAway({ status, reason }: OrderRow): boolean {
  return status === 'REJECTED' && /^(10006|HTTP (403|429)):/.test(reason ?? '');
}

function orderProblems({ orders }: Truth, ours: readonly OrderRow[]): string[] {
  const atVenue = new Map(orders.map((order) => [order.clientOrderId, order]));
  const known = new Set(ours.map(({ client_order_id: id }) => id));
  const foreign = orders
    .filter(({ clientOrderId }) => !known.has(clientOrderId))
    .map(({ clientOrderId }) => `the venue has order ${clientOrderId} that nobody wrote down`);
  const lost = ours
    .filter((order) => !atVenue.has(order.client_order_id) && !NEVER_LEFT.has(order.status) && !wasTurnedAway(order))
    .map(({ client_order_id: id, status }) => `order ${id} is ${status} but never reached the venue`);
  const different = ours.flatMap(({ client_order_id: id, filled_quantity: filled }) => {
    const order = atVenue.get(id);
    return order && !same(order.filled, filled) ? [`order ${id}: the venue filled ${order.filled}, we have ${filled}`] : [];
  });
  return [...foreign, ...lost, ...different];
}

function fillProblems(truth: Truth, ours: readonly { execution_id: string; quantity: string; price: string }[]): string[] {
  const executions = truth.executions.filter(({ kind }) => kind !== 'FUNDING');
  const mine = new Map(ours.map((fill) => [fill.execution_id, fill]));
  const missing = executions
    .filter(({ executionId }) => !mine.has(executionId))
    .map(({ executionId }) => `execution ${executionId} is not in the books`);
  const invented = ours.length - (executions.length - missing.length);
  const wrong = executions.flatMap(({ executionId, quantity, price }) => {
    const fill = mine.get(executionId);
    return fill && !(same(fill.quantity, quantity) && same(fill.price, price))
      ? [`execution ${executionId} is ${fill.quantity} at ${fill.price}, the venue says ${quantity} at ${price}`]
      : [];
  });
  return [...missing, ...wrong, ...(invented === 0 ? [] : [`${invented} fills are in the books that the venue does not know`])];
}

async function ledgerProblems(client: pg.Client, accountId: string): Promise<string[]> {
  const sums = await rows<{ asset: string; sum: string }>(
    client,
    'SELECT asset, sum(amount) AS sum FROM ledger WHERE account_id = $1 GROUP BY asset HAVING sum(amount) <> 0',
    accountId,
  );
  const twice = await rows<{ reference: string }>(
    client,
    "SELECT reference FROM ledger WHERE account_id = $1 AND reason = 'fill' GROUP BY reference HAVING count(DISTINCT posting_id) > 1",
    accountId,
  );
  return [
    ...sums.map(({ asset, sum }) => `the ledger of ${asset} sums to ${sum}`),
    ...twice.map(({ reference }) => `execution ${reference} was posted twice`),
  ];
}

/** The books hold trades only, so what funding moved at the venue is put back. */
async function balanceProblems(client: pg.Client, accountId: string, truth: Truth): Promise<string[]> {
  const balances = withoutFunding(truth);
  const wallet = await rows<{ asset: string; sum: string }>(
    client,
    "SELECT asset, sum(amount) AS sum FROM ledger WHERE account_id = $1 AND account = 'wallet' GROUP BY asset",
    accountId,
  );
  return wallet
    .filter(({ asset, sum }) => !same(balances[asset] ?? '0', sum))
    .map(({ asset, sum }) => `the wallet holds ${sum} ${asset}, the venue says ${balances[asset] ?? '0'}`);
}

function withoutFunding({ balances, executions }: Truth): Readonly<Record<string, string>> {
  const before = new Map(Object.entries(balances).map(([asset, amount]) => [asset, Decimal.parse(amount)]));
  for (const { kind, fee, feeAsset } of executions) {
    if (kind === 'FUNDING') before.set(feeAsset, (before.get(feeAsset) ?? Decimal.ZERO).plus(Decimal.parse(fee)));
  }
  return Object.fromEntries([...before].map(([asset, amount]) => [asset, amount.toString()]));
}

async function unsettled(client: pg.Client, accountId: string): Promise<string[]> {
  const open = await rows<{ id: string; state: string }>(
    client,
    "SELECT d.id, d.state FROM dispatch d JOIN venue_accounts v ON v.id = d.venue_account_id WHERE v.account_id = $1 AND d.state NOT IN ('DONE', 'ABORTED')",
    accountId,
  );
  const orders = await rows<{ client_order_id: string; status: string }>(
    client,
    "SELECT client_order_id, status FROM orders WHERE account_id = $1 AND status NOT IN ('DENIED', 'REJECTED', 'FILLED', 'CANCELED', 'EXPIRED')",
    accountId,
  );
  return [
    ...open.map(({ id, state }) => `dispatch ${id} is ${state}`),
    ...orders.map(({ client_order_id: id, status }) => `order ${id} is ${status}`),
  ];
}

async function venueTruth(platform: Platform, accountId: string): Promise<Truth> {
  const simulator = platform.pidsOf('exchange-simulator')[0];
  const trader = platform.pidsOf('trader')[0];
  if (simulator === undefined || trader === undefined) throw new Error('Simulator or trader does not run');
  const url = platform.environmentOf(trader).get('PLIMSOLL_VENUE_URL');
  const token = platform.environmentOf(simulator).get('PLIMSOLL_SIMULATOR_TOKEN') ?? '';
  const response = await fetch(`${url}/admin/truth/${accountId}`, { headers: { 'X-Plimsoll-Token': token } });
  if (!response.ok) throw new Error(`The simulator answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as Truth;
}

async function rows<Row extends object>(client: pg.Client, text: string, accountId: string): Promise<Row[]> {
  return (await client.query(text, [accountId])).rows as Row[];
}

async function withDatabase<T>(platform: Platform, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: await platform.databaseUrl() });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function same(a: string, b: string): boolean {
  return Decimal.parse(a).eq(Decimal.parse(b));
}
