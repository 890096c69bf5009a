import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { TRUSTED } from '@libs/kernel';
import type { DataTrust, Instrument } from '@libs/kernel';
import type { Texted, VenueReport } from '@libs/engine';
import { AccountInbox, AccountReads, createDataSource, migrate } from '@libs/persistence';
import { createLogger } from '@libs/platform';
import { InboxTrader, buildInstrument, withPostgres } from '@libs/testkit';
import { createClient, type Client } from 'graphql-ws';
import type { DataSource } from 'typeorm';
import { WebSocket } from 'ws';
import { bindPorts } from '../../../apps/api/src/bind-ports';
import { FakeStreams, fakeMarket } from './fake-market';
import { startApiServer, type ApiServer } from '../../../apps/api/src/server/api-server';
import type { Exchange } from '../../../apps/api/src/exchanges/exchanges.types';
import type { StrategyCatalogue } from '../../../apps/api/src/strategies/strategy-catalogue';

export const MARKET_TIME = Date.UTC(2026, 0, 2, 3, 4, 5);
export const SYMBOL = 'BTC/USDT:USDT';
const OPTIONS = {
  version: '1.2.3',
  startedAt: new Date(),
  tradingMode: 'paper',
  maxPositionSize: '0.1',
  sourceLabel: 'test',
  sourceId: 'seed-1',
  hasSimulator: false,
  dashboardFolder: '/nowhere',
} as const;
export const NOBODY = '0198a000-0000-7000-8000-00000000dead';

const instrument = buildInstrument({ symbol: SYMBOL });

/** One that gives books and nothing else. */
export const EXCHANGE: Exchange = {
  name: 'ccxt:books',
  title: 'Books',
  verification: 'UNVERIFIED',
  tradable: false,
  quote: null,
  trades: null,
  ticker: null,
  bar: null,
  book: 'poll',
  bookDepths: [10],
  intervals: [],
};

const strategies: Pick<StrategyCatalogue, 'list' | 'plan'> = {
  list: async () => [{ name: 'ema-cross', version: '1.0.0', title: 'EMA cross', description: '', parameters: [] }],
  plan: async (strategy, params) => {
    if (strategy !== 'ema-cross' && strategy !== 'listener') return null;
    if (Number(params['fast']) > 500) {
      return {
        ok: false,
        field: 'params.fast',
        limit: 'integer from 2 to 500',
        value: String(params['fast']),
        message: 'fast is out of range',
      };
    }
    return {
      ok: true,
      terms: {
        strategy,
        strategyVersion: '1.0.0',
        params,
        watches: [{ symbol: String(params['symbol'] ?? SYMBOL), interval: '1m' }],
        ...(strategy === 'listener' ? { hears: ['signal'], warmUpBars: 0 } : { warmUpBars: 10 }),
      },
    };
  },
};

/** Fan-out inside this process, to whoever listens. */
class LocalFanout {
  private readonly handlers = new Set<(payload: unknown, topic: string) => void>();

  async subscribe(pattern: string, handler: (payload: unknown, topic: string) => void): Promise<() => void> {
    if (pattern.startsWith('account.')) this.handlers.add(handler);
    return () => this.handlers.delete(handler);
  }

  publish(topic: string, payload: unknown): void {
    for (const handler of this.handlers) handler(payload, topic);
  }
}

interface Shown {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

interface Answer {
  readonly data?: Readonly<Record<string, Shown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Aliased, because the members of a union give the same names to different types. */
export const FAILURES = `
  ... on Pending { commandId }
  ... on InvalidInput { field bound: limit given: value message }
  ... on NotFound { what missing: id }
  ... on Refused { code limit value message }`;

export const CREATE = `mutation ($input: CreateAccountInput!) { createAccount(input: $input) { __typename ... on Account { id name status maxPositionSize } ${FAILURES} } }`;
export const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename ... on Order { clientOrderId status quantity price timeInForce } ${FAILURES} } }`;
export const DEPLOY = `mutation ($input: DeployInput!) { deploy(input: $input) { __typename ... on Deployment { id status symbol interval params } ${FAILURES} } }`;
export const RESET = `mutation ($input: ResetAccountInput!) { resetAccount(input: $input) { __typename ... on Account { id name balances { asset total } } ${FAILURES} } }`;
export const SET_STATE = `mutation ($input: SetTradingStateInput!) { setTradingState(input: $input) { __typename ... on Account { tradingState tradingReason } ${FAILURES} } }`;

/** An api on an empty database, with one account that a real core trades for. */
export class ApiHouse {
  readonly fanout = new LocalFanout();
  readonly streams = new FakeStreams();
  /** Of the installed strategies: whether they are what was planned, and what was deployed. */
  readonly code = { isAsPlanned: true, isAsDeployed: true };
  dataSource!: DataSource;
  server!: ApiServer;
  socket!: Client;
  accountId!: string;
  trader!: InboxTrader;

  async open(databaseUrl: string): Promise<void> {
    this.dataSource = await createDataSource(databaseUrl, 4);
    const logger = createLogger({ component: 'api', level: 'error' });
    const exchanges = { list: async () => [EXCHANGE] };
    const market = fakeMarket(instrument, MARKET_TIME);
    const marketWatch = { now: async () => null };
    const missing = async ({ venue }: { venue: string }) => (venue === 'bybit' ? null : `No candles of ${venue} are stored.`);
    const research = {
      researchData: { missing, candles: async () => [], unsearchable: async () => null },
      researchWaker: { wake: async () => undefined },
    };
    const own: StrategyCatalogue = { ...strategies, keep: () => this.code.isAsPlanned, isOutdated: () => !this.code.isAsDeployed };
    const outside = { options: OPTIONS, market, marketStreams: this.streams, strategies: own, exchanges, marketWatch, ...research };
    const ports = bindPorts({ dataSource: this.dataSource, fanout: this.fanout, outside });
    await ports.topics.listen();
    this.server = await startApiServer({ ports, logger, port: 0 });
    this.socket = createClient({ url: `ws://127.0.0.1:${this.server.port}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 });
    ({ accountId: this.accountId, trader: this.trader } = await this.openAccount('demo'));
    await this.trader.take({ type: 'instrument', instrument: JSON.parse(JSON.stringify(instrument)) as Texted<Instrument> });
    await this.trust(TRUSTED);
    await this.quote('50000', '50000.1');
  }

  async close(): Promise<void> {
    await this.trader?.stop();
    await this.socket?.dispose();
    await this.server?.close();
    await this.dataSource?.destroy();
  }

  async ask(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.server.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  }

  /** The root field of an answer without errors. */
  async answer(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Shown> {
    const { data, errors } = await this.ask(query, variables);
    expect(errors).toBeUndefined();
    return Object.values(data ?? {})[0] as Shown;
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const isText = typeof body === 'string';
    return fetch(`http://127.0.0.1:${this.server.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': isText ? 'text/plain' : 'application/json', ...headers },
      body: isText ? body : JSON.stringify(body),
    });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.server.port}${path}`, { headers });
  }

  /** Creates an account as a person would, and gives it a trader as the launcher would. */
  async openAccount(name: string): Promise<{ accountId: string; trader: InboxTrader }> {
    const created = this.answer(CREATE, { input: { name, idempotencyKey: `create ${name}` } });
    const opened = await this.giveTrader(name);
    expect(await created).toMatchObject({ __typename: 'Account', id: opened.accountId, status: 'READY', maxPositionSize: '0.1' });
    return opened;
  }

  /** Waits for the account of this name to appear and runs a core for it. */
  async giveTrader(name: string, notThis?: string): Promise<{ accountId: string; trader: InboxTrader }> {
    const { accountId, venueAccountId } = await this.accountNamed(name, notThis);
    const trader = await InboxTrader.open({ dataSource: this.dataSource, accountId, venueAccountId, marketTime: MARKET_TIME });
    await trader.take({ type: 'session-started', sessionId: randomUUID(), startedAtWall: MARKET_TIME });
    await trader.takeInbox();
    const [cash] = await new AccountReads(this.dataSource).balances(accountId);
    await this.report(trader, accountId, {
      kind: 'reconciled',
      positions: [],
      balances: cash ? [cash] : [],
      foreignOrders: [],
      executionIds: [],
    });
    trader.start();
    return { accountId, trader };
  }

  /** What the feed finds out about the data of the symbol. */
  async trust(trust: DataTrust): Promise<void> {
    await this.trader.take({ type: 'trust', symbol: SYMBOL, ...trust });
  }

  async quote(bid: string, ask: string): Promise<void> {
    await this.trader.take({ type: 'quote', symbol: SYMBOL, bid, bidSize: '1', ask, askSize: '1' });
    this.fanout.publish(`account.${this.accountId}.ticker`, { symbol: SYMBOL, bid, ask, last: bid, marketTime: MARKET_TIME });
  }

  limitBuy(quantity: string, price: string): Record<string, unknown> {
    return { accountId: this.accountId, symbol: SYMBOL, side: 'BUY', type: 'LIMIT', quantity, price };
  }

  /** Places an order that rests and has the venue fill it. */
  async tradeOnce(): Promise<string> {
    const placed = await this.answer(PLACE, { input: this.limitBuy('0.01', '49000') });
    expect(placed).toMatchObject({ __typename: 'Order' });
    const clientOrderId = String(placed['clientOrderId']);
    await this.reported({ kind: 'accepted', clientOrderId, venueOrderId: `v-${clientOrderId}` });
    const fill = { quantity: '0.01', price: '49000', fee: '0.098', feeAsset: 'USDT', liquidity: 'MAKER' } as const;
    await this.reported({
      kind: 'execution',
      executionId: `e-${clientOrderId}`,
      clientOrderId,
      venueSymbol: 'BTCUSDT',
      category: 'linear',
      side: 'BUY',
      ...fill,
    });
    return clientOrderId;
  }

  /** What the venue says of the account's orders. */
  reported(report: VenueReport): Promise<void> {
    return this.report(this.trader, this.accountId, report);
  }

  private async report(trader: InboxTrader, accountId: string, report: VenueReport): Promise<void> {
    const body = { kind: 'report', report } as const;
    await new AccountInbox(this.dataSource).append({ accountId, source: 'executor', dedupeKey: randomUUID(), body });
    await trader.takeInbox();
  }

  private async accountNamed(name: string, notThis: string | undefined): Promise<{ accountId: string; venueAccountId: string }> {
    const reads = new AccountReads(this.dataSource);
    for (;;) {
      const row = (await reads.all()).find((account) => account.name === name && account.id !== notThis);
      const [venueAccount] = row ? await reads.venueAccounts(row.id) : [];
      if (row && venueAccount) return { accountId: row.id, venueAccountId: venueAccount.id };
      await pause(20);
    }
  }
}

/** A house for all tests of the file. */
export function withApi(): ApiHouse {
  const database = withPostgres(migrate);
  const house = new ApiHouse();
  beforeAll(() => house.open(database.url));
  afterAll(() => house.close());
  return house;
}
