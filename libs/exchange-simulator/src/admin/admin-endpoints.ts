import { Decimal, InvalidDecimal } from '@libs/kernel';
import type { AccountTerms } from '@libs/simulation';
import type { Exchange } from '../exchange/exchange';
import { V5_INTERVALS } from '../market/candles';

export interface AdminRequest {
  readonly exchange: Exchange;
  readonly about: SourceAbout;
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

export interface SourceAbout {
  readonly sourceId: string;
  readonly label: string;
  /** Requests for paths that nobody serves, since the start. */
  readonly unknownPaths: () => number;
}

export interface AdminAnswer {
  readonly status: number;
  readonly body: object;
}

const ACCOUNT_ID = /^[A-Za-z0-9._:-]{1,64}$/;
const ASSET = /^[A-Z0-9]{1,16}$/;

/** What the platform that owns this simulator asks of it. */
export async function answerAdmin(request: AdminRequest): Promise<AdminAnswer> {
  const { method, path } = request;
  const [, , area, id, verb] = path.split('/');
  try {
    if (method === 'GET' && path === '/admin/status') return { status: 200, body: statusOf(request) };
    if (method === 'GET' && area === 'truth' && id !== undefined) return truth(request.exchange, decodeURIComponent(id));
    if (method === 'PUT' && area === 'accounts' && id !== undefined && verb === undefined)
      return await putAccount(request, decodeURIComponent(id));
    if (method === 'POST' && area === 'accounts' && id !== undefined && verb === 'reset')
      return await resetAccount(request, decodeURIComponent(id));
  } catch (error) {
    if (error instanceof AdminInputError || error instanceof URIError) return { status: 400, body: { error: error.message } };
    throw error;
  }
  return { status: 404, body: { error: `there is no ${method} ${path}` } };
}

class AdminInputError extends Error {}

function statusOf({ exchange, about }: AdminRequest): object {
  const { status, speed, markets } = exchange.feed;
  return {
    sourceId: about.sourceId,
    source: about.label,
    symbols: markets.map(({ state: { instrument }, series }) => ({
      symbol: instrument.symbol,
      venueSymbol: instrument.venueSymbol,
      category: instrument.category,
      interval: intervalName(series.interval),
    })),
    ...{ marketTime: exchange.marketTime, speed, state: status.state, reason: status.reason, progress: status.progress },
    unknownPaths: about.unknownPaths(),
  };
}

function intervalName(interval: number): string {
  const [name = '1'] = Object.entries(V5_INTERVALS).find(([, length]) => length === interval) ?? [];
  if (name === 'D') return '1d';
  return Number(name) >= 60 ? `${Number(name) / 60}h` : `${name}m`;
}

async function putAccount({ exchange, body }: AdminRequest, id: string): Promise<AdminAnswer> {
  if (!ACCOUNT_ID.test(id)) throw new AdminInputError(`"${id}" is not an account id; use at most 64 letters, digits and . _ : -`);
  const terms = readTerms(parse(body));
  const { apiKey, apiSecret } = await exchange.openAccount(id, terms);
  return { status: 200, body: { accountId: id, apiKey, apiSecret } };
}

async function resetAccount({ exchange, body }: AdminRequest, id: string): Promise<AdminAnswer> {
  if (!exchange.engine.accounts.has(id)) return { status: 404, body: { error: `there is no account ${id}` } };
  await exchange.resetAccount(id, readBalances(parse(body)['balances']));
  return { status: 200, body: { accountId: id } };
}

function truth(exchange: Exchange, id: string): AdminAnswer {
  const account = exchange.engine.accounts.get(id);
  if (!account) return { status: 404, body: { error: `there is no account ${id}` } };
  return {
    status: 200,
    body: {
      marketTime: exchange.marketTime,
      orders: [...account.orders.values()],
      executions: account.executions,
      positions: [...account.positions.values()],
      balances: Object.fromEntries(account.balances),
    },
  };
}

function parse(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AdminInputError('the body is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new AdminInputError('the body is not an object');
  return value as Record<string, unknown>;
}

function readTerms(body: Record<string, unknown>): AccountTerms {
  const fees = (body['fees'] ?? { maker: '0.0002', taker: '0.00055' }) as Record<string, unknown>;
  return {
    fees: { maker: readNumber(fees['maker'], 'fees.maker', true), taker: readNumber(fees['taker'], 'fees.taker', true) },
    balances: readBalances(body['balances']),
  };
}

function readBalances(value: unknown): Record<string, Decimal> {
  if (typeof value !== 'object' || value === null) throw new AdminInputError('balances must be an object like {"USDT":"100000"}');
  return Object.fromEntries(
    Object.entries(value).map(([asset, amount]) => {
      if (!ASSET.test(asset)) throw new AdminInputError(`"${asset}" is not an asset`);
      return [asset, readNumber(amount, `balances.${asset}`, false)];
    }),
  );
}

function readNumber(value: unknown, name: string, mayBeNegative: boolean): Decimal {
  try {
    const number = Decimal.parse(String(value));
    if (mayBeNegative || number.sign >= 0) return number;
  } catch (error) {
    if (!(error instanceof InvalidDecimal)) throw error;
  }
  throw new AdminInputError(`${name} is "${String(value)}"; give decimal text like "0.0002"`);
}
