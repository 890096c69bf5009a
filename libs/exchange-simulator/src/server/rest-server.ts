import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { defined } from '@libs/kernel';
import type { Logger } from '@libs/platform';
import { answerAdmin, type SourceAbout } from '../admin/admin-endpoints';
import type { Exchange } from '../exchange/exchange';
import type { ApiAnswer, Silence } from '../faults/fault';
import type { FaultDesk } from '../faults/fault-desk';
import type { FrameLog } from '../inspection/frame-log';
import type { RecentTrades } from '../market/recent-trades';
import type { Access, RateState } from '../v5/access';
import { ACCOUNT_ENDPOINTS } from '../v5/account-endpoints';
import { ASSET_ENDPOINTS } from '../v5/asset-endpoints';
import { CANDLE_ENDPOINTS } from '../v5/candle-endpoints';
import { DERIVATIVE_ENDPOINTS } from '../v5/derivative-endpoints';
import { envelope, type Reply } from '../v5/envelope';
import { MARKET_ENDPOINTS } from '../v5/market-endpoints';
import { ORDER_ENDPOINTS } from '../v5/order-endpoints';
import { BadRequest, Parameters } from '../v5/parameters';
import type { Handler, PrivateHandler } from '../v5/request';
import { RET } from '../v5/ret-codes';
import { SUB_MEMBER_ENDPOINTS } from '../v5/sub-member-endpoints';
import { USER_ENDPOINTS } from '../v5/user-endpoints';
import { AddressLimiter } from './address-limiter';
import { addressOf, readBody, sameText, send, splitTarget } from './http-io';

export interface RestServerParts {
  readonly exchange: Exchange;
  readonly access: Access;
  readonly frames: FrameLog;
  readonly trades: RecentTrades;
  readonly about: SourceAbout;
  readonly token: string;
  /** Whether addresses that ask too often are banned, as the real exchange does. */
  readonly limitsAddresses: boolean;
  readonly wallNow: () => number;
  readonly monotonic: () => number;
  readonly logger: Logger;
  /** Stands between clients and the venue. */
  readonly faults: FaultDesk;
}

/** One call of a client, as it came. */
export interface RestCall {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly ip: string;
  readonly header: (name: string) => string | undefined;
  /** Whose key is named, signed for or not. */
  readonly account: string | undefined;
  /** Set where somebody looked into the call on its way. */
  readonly asked?: Record<string, unknown>;
}

const PUBLIC: ReadonlyMap<string, Handler> = new Map(
  [MARKET_ENDPOINTS, CANDLE_ENDPOINTS, DERIVATIVE_ENDPOINTS].flatMap((endpoints) => Object.entries(endpoints)),
);
const PRIVATE: ReadonlyMap<string, PrivateHandler> = new Map(
  [ORDER_ENDPOINTS, ACCOUNT_ENDPOINTS, USER_ENDPOINTS, SUB_MEMBER_ENDPOINTS, ASSET_ENDPOINTS].flatMap((endpoints) =>
    Object.entries(endpoints),
  ),
);
const SERVED = 'GET, POST, HEAD, OPTIONS';
const MOST_UNKNOWN = 100;

/** Answers V5 REST and the admin paths; whatever comes in, something well-formed goes out. */
export class RestServer {
  private readonly addresses = new AddressLimiter();
  private unknownPaths = 0;
  private readonly unknownRoutes = new Set<string>();

  constructor(private readonly parts: RestServerParts) {}

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const [path, query] = splitTarget(request.url ?? '/');
      const body = await readBody(request);
      if (path.startsWith('/admin/')) await this.admin(request, response, { path, query, body });
      else {
        const call = this.callOf(request, { path, query, body });
        this.leave(call, await this.receive(call, body === undefined), response);
      }
    } catch (error) {
      this.parts.logger.error('a request failed', { url: request.url?.slice(0, 200), error });
      send(response, { status: 200, text: JSON.stringify(envelope(RET.server(), this.parts.wallNow())) });
    }
  }

  /** A public read of a client within this process. */
  read(path: string, query: string): Promise<ApiAnswer | Silence> {
    const nothing = { body: Buffer.alloc(0), header: (): undefined => undefined, account: undefined };
    return this.receive({ method: 'GET', path, query, ip: 'local', ...nothing }, false);
  }

  /** Every call of a client comes through here. */
  private async receive(call: RestCall, isTooLarge: boolean): Promise<ApiAnswer | Silence> {
    this.log(call, 'IN', call.method === 'POST' ? call.body.toString('utf8') : call.query);
    const { exchange, limitsAddresses, monotonic } = this.parts;
    if (limitsAddresses && !this.addresses.lets(call.ip, monotonic(), exchange.feed.limitSpeed))
      return { status: 403, body: 'access too frequent' };
    if (isTooLarge) return this.reply(RET.parameter('params error: the body is too large'), { status: 413 });
    return this.parts.faults.isQuiet ? this.answer(call) : this.tapped(call);
  }

  private tapped(call: RestCall): Promise<ApiAnswer | Silence> {
    const { path, account } = call;
    const asked = askedOf(call);
    const tapped = { channel: 'rest', path, accountId: account, asked } as const;
    return this.parts.faults.call(tapped, () => this.answer({ ...call, asked }));
  }

  /** Every answer to a client goes out here. */
  private leave(call: RestCall, answer: ApiAnswer | Silence, response: ServerResponse): void {
    if (answer === 'HANG') return;
    if (answer === 'CUT') return void response.destroy();
    const { status, body, headers } = answer;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.log(call, 'OUT', text, status);
    send(response, headers ? { status, text, headers } : { status, text });
  }

  private async answer(call: RestCall): Promise<ApiAnswer> {
    const { method, path } = call;
    if (method === 'OPTIONS') return { status: 204, body: '', headers: { allow: SERVED } };
    if (method !== 'GET' && method !== 'POST' && method !== 'HEAD')
      return this.reply(RET.parameter('Bad request. Send it with GET or POST'), { status: 400, headers: { allow: SERVED } });
    const route = `${method === 'HEAD' ? 'GET' : method} ${path}`;
    const [open, signed] = [PUBLIC.get(route), PRIVATE.get(route)];
    try {
      if (open) return await this.public(open, call);
      if (signed) return await this.private(signed, call, route);
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      return this.reply(error.reply);
    }
    return this.unknown(route);
  }

  private async public(handler: Handler, call: RestCall): Promise<ApiAnswer> {
    const { exchange, trades, wallNow } = this.parts;
    return this.reply(await handler({ exchange, trades, wallNow: wallNow(), parameters: parametersOf(call, false) }));
  }

  private async private(handler: PrivateHandler, call: RestCall, route: string): Promise<ApiAnswer> {
    const { exchange, access, trades, wallNow } = this.parts;
    const { header, ip, query, body } = call;
    const isPost = call.method === 'POST';
    const signed = { timestamp: header('x-bapi-timestamp'), recvWindow: header('x-bapi-recv-window'), sign: header('x-bapi-sign') };
    const caller = access.signIn(header('x-bapi-api-key'), ip, { ...signed, payload: isPost ? body : query });
    if ('reply' in caller) return this.reply(caller.reply);
    const parameters = parametersOf(call, isPost);
    const { refusal, allowance, rate } = access.admit(caller.key, route, parameters);
    const headers = rateHeaders(rate);
    if (refusal) return this.reply(refusal, { headers });
    try {
      const reply = await handler({ exchange, trades, wallNow: wallNow(), parameters, key: caller.key, allowance });
      // Commands wait for the disk by themselves; nobody must read either what a kill may take back.
      if (!isPost) await exchange.settled();
      return this.reply(reply, { headers });
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      return this.reply(error.reply, { headers });
    }
  }

  private async admin(
    request: IncomingMessage,
    response: ServerResponse,
    { path, query, body }: { path: string; query: string; body: Buffer | undefined },
  ): Promise<void> {
    const { token, about, exchange, frames, faults, access, wallNow } = this.parts;
    const answer = (status: number, value: object): void => send(response, { status, text: JSON.stringify(value) });
    if (!sameText(String(request.headers['x-plimsoll-token'] ?? ''), token))
      return answer(401, { error: 'X-Plimsoll-Token is missing or wrong' });
    if (body === undefined) return answer(413, { error: 'the body is too large' });
    const counts = { unknownPaths: this.unknownPaths, unknownRoutes: [...this.unknownRoutes], refusals: access.refusals };
    const { status, body: value } = await answerAdmin({
      exchange,
      frames,
      faults,
      about,
      counts,
      wallNow: wallNow(),
      method: request.method ?? 'GET',
      path,
      query,
      body,
    });
    answer(status, value);
  }

  private unknown(route: string): ApiAnswer {
    this.unknownPaths += 1;
    if (this.unknownRoutes.size < MOST_UNKNOWN) this.unknownRoutes.add(route.slice(0, 200));
    this.parts.logger.warn('unknown path', { route: route.slice(0, 200), count: this.unknownPaths });
    return this.reply(RET.route(), { status: 404 });
  }

  private callOf(request: IncomingMessage, { path, query, body }: { path: string; query: string; body: Buffer | undefined }): RestCall {
    const header = (name: string): string | undefined => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : undefined;
    };
    const apiKey = header('x-bapi-api-key');
    const account = apiKey === undefined ? undefined : this.parts.exchange.keyOf(apiKey)?.accountId;
    return { method: request.method ?? 'GET', path, query, body: body ?? Buffer.alloc(0), ip: addressOf(request), header, account };
  }

  private log(call: RestCall, direction: 'IN' | 'OUT', text: string, status?: number): void {
    this.parts.frames.add({
      at: this.parts.wallNow(),
      wire: 'REST',
      direction,
      connection: '',
      account: call.account,
      text,
      path: `${call.method} ${call.path.slice(0, 200)}`,
      ...defined({ status }),
    });
  }

  private reply(reply: Reply, more: { readonly status?: number; readonly headers?: OutgoingHttpHeaders } = {}): ApiAnswer {
    return { status: 200, body: envelope(reply, this.parts.wallNow()), ...more };
  }
}

function rateHeaders({ limit, left, resetAt }: RateState): OutgoingHttpHeaders {
  return { 'X-Bapi-Limit': limit, 'X-Bapi-Limit-Status': left, 'X-Bapi-Limit-Reset-Timestamp': resetAt };
}

function parametersOf({ asked, body, query }: RestCall, isPost: boolean): Parameters {
  // What could not be read is read once more, so that it is refused as ever.
  if (asked && Object.keys(asked).length > 0) return Parameters.ofObject(asked);
  return isPost ? Parameters.ofBody(body) : Parameters.ofQuery(query);
}

function askedOf({ method, query, body }: RestCall): Record<string, unknown> {
  if (method !== 'POST') return Object.fromEntries(new URLSearchParams(query));
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
