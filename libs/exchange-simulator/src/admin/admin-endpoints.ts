import { creationOf } from '../exchange/creation-of';
import type { Exchange } from '../exchange/exchange';
import type { FaultDesk } from '../faults/fault-desk';
import type { FrameLog, FrameQuery } from '../inspection/frame-log';
import { V5_INTERVALS } from '../market/candles';
import { addKey, changeKey, putAccount, removeKey, resetAccount, showAccount } from './admin-accounts';
import { InvalidInput, parseBody, type AdminAnswer } from './admin-input';
import { stepClock } from './clock-endpoint';
import { answerFaults } from './fault-endpoints';

export interface AdminRequest {
  readonly exchange: Exchange;
  readonly frames: FrameLog;
  readonly faults: FaultDesk;
  readonly about: SourceAbout;
  readonly counts: Counts;
  readonly wallNow: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
}

export interface SourceAbout {
  readonly sourceId: string;
  readonly label: string;
}

/** Since the start: calls that nobody serves, and calls that were not let in, by retCode. */
export interface Counts {
  readonly unknownPaths: number;
  readonly unknownRoutes: readonly string[];
  readonly refusals: Readonly<Record<string, number>>;
}

/** What the platform that owns this simulator asks of it. */
export async function answerAdmin(request: AdminRequest): Promise<AdminAnswer> {
  const { method, path, exchange } = request;
  try {
    const [, , area, ...rest] = path.split('/').map(decodeURIComponent);
    const route = `${method} ${area}`;
    if (route === 'GET status') return good(statusOf(request));
    if (route === 'GET frames') return good({ frames: request.frames.read(frameQuery(request.query)) });
    if (route === 'GET truth' && rest[0] !== undefined) return truth(exchange, rest[0]);
    if (route === 'GET accounts' && rest[0] === undefined)
      return good({ accounts: exchange.accountIds().map((id) => showAccount(exchange, id)) });
    if (area === 'faults') return answerFaults(request.faults, method, rest[0], request.body) ?? absent(request);
    if (route === 'POST clock' && rest[0] === 'step') return good(await stepClock(exchange, parseBody(request.body)));
    if (area === 'accounts' && rest[0] !== undefined) return await account(request, rest[0], rest.slice(1));
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof URIError) return { status: 400, body: { error: error.message } };
    throw error;
  }
  return absent(request);
}

async function account(request: AdminRequest, id: string, [area, apiKey]: readonly string[]): Promise<AdminAnswer> {
  const { exchange, method, body, wallNow } = request;
  const route = [method, area, apiKey === undefined ? undefined : ':key'].filter((part) => part !== undefined).join(' ');
  if (route === 'PUT') return good(await putAccount(exchange, id, parseBody(body), wallNow));
  if (!exchange.hasAccount(id)) return { status: 404, body: { error: `there is no account ${id}` } };
  if (route === 'GET') return good(showAccount(exchange, id));
  if (route === 'POST reset') return good(await resetAccount(exchange, id, parseBody(body)));
  if (route === 'POST keys') return good(await addKey(exchange, id, parseBody(body), wallNow));
  const key = apiKey === undefined ? undefined : exchange.keys.find(apiKey);
  if (key?.accountId === id && route === 'PUT keys :key') return good(await changeKey(exchange, key, parseBody(body)));
  if (key?.accountId === id && route === 'DELETE keys :key') return good(await removeKey(exchange, key));
  return absent(request);
}

function good(body: object): AdminAnswer {
  return { status: 200, body };
}

function absent({ method, path }: AdminRequest): AdminAnswer {
  return { status: 404, body: { error: `there is no ${method} ${path}` } };
}

function statusOf({ exchange, about, counts }: AdminRequest): object {
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
    marketTime: exchange.marketTime,
    speed,
    state: status.state,
    reason: status.reason,
    progress: status.progress,
    ...counts,
  };
}

function intervalName(interval: number): string {
  const [name = '1'] = Object.entries(V5_INTERVALS).find(([, length]) => length === interval) ?? [];
  if (name === 'D') return '1d';
  return Number(name) >= 60 ? `${Number(name) / 60}h` : `${name}m`;
}

function frameQuery(query: string): FrameQuery {
  const { after, limit, ...texts } = Object.fromEntries(new URLSearchParams(query));
  const number = (name: string, text: string | undefined): Record<string, number> => {
    if (text === undefined) return {};
    if (!/^\d{1,12}$/.test(text)) throw new InvalidInput(`${name} is "${text}"; give a whole number`);
    return { [name]: Number(text) };
  };
  return { ...texts, ...number('after', after), ...number('limit', limit) };
}

function truth(exchange: Exchange, id: string): AdminAnswer {
  const account = exchange.venue.accounts.get(id);
  if (!account) return { status: 404, body: { error: `there is no account ${id}` } };
  return good({
    marketTime: exchange.marketTime,
    orders: [...account.orders.all()].sort((a, b) => creationOf(a.orderId) - creationOf(b.orderId)),
    executions: account.executions.items,
    positions: [...account.positions()],
    balances: Object.fromEntries(account.balances),
    ledger: account.ledger.items,
    closed: [...account.closed.values()],
  });
}
