import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@libs/platform';
import { answerAdmin, type SourceAbout } from '../admin/admin-endpoints';
import type { Exchange } from '../exchange/exchange';
import type { RecentTrades } from '../market/recent-trades';
import { ACCOUNT_ENDPOINTS } from '../v5/account-endpoints';
import { envelope, type Reply } from '../v5/envelope';
import { MARKET_ENDPOINTS } from '../v5/market-endpoints';
import { ORDER_ENDPOINTS } from '../v5/order-endpoints';
import { BadRequest, Parameters } from '../v5/parameters';
import type { Handler, PrivateHandler, SignedIn } from '../v5/request';
import { RET } from '../v5/ret-codes';
import { verifyRequest } from '../v5/sign';

export interface RestServerParts {
  readonly exchange: Exchange;
  readonly trades: RecentTrades;
  readonly about: Omit<SourceAbout, 'unknownPaths'>;
  readonly token: string;
  readonly wallNow: () => number;
  readonly logger: Logger;
}

const PUBLIC: ReadonlyMap<string, Handler> = new Map(Object.entries(MARKET_ENDPOINTS));
const PRIVATE: ReadonlyMap<string, PrivateHandler> = new Map([...Object.entries(ORDER_ENDPOINTS), ...Object.entries(ACCOUNT_ENDPOINTS)]);
const LARGEST_BODY = 256 * 1024;

/** Answers V5 REST and the admin paths; whatever comes in, something well-formed goes out. */
export class RestServer {
  private unknownPaths = 0;

  constructor(private readonly parts: RestServerParts) {}

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request);
      if (body === undefined) return send(response, 413, this.wrap(RET.parameter('params error: the body is too large')));
      const [path, query] = splitTarget(request.url ?? '/');
      if (path.startsWith('/admin/')) await this.admin(request, response, { path, body });
      else await this.v5(request, response, { path, query, body });
    } catch (error) {
      this.parts.logger.error('a request failed', { url: request.url, error });
      send(response, 200, this.wrap(RET.server()));
    }
  }

  private async v5(
    request: IncomingMessage,
    response: ServerResponse,
    { path, query, body }: { path: string; query: string; body: Buffer },
  ): Promise<void> {
    const route = `${request.method} ${path}`;
    const [open, signed] = [PUBLIC.get(route), PRIVATE.get(route)];
    if (!open && !signed) return this.unknown(response, route);
    const { exchange, trades, wallNow } = this.parts;
    const now = wallNow();
    try {
      const read = (): Parameters => (request.method === 'GET' ? Parameters.ofQuery(query) : Parameters.ofBody(body));
      if (open) return send(response, 200, this.wrap(await open({ exchange, trades, wallNow: now, parameters: read() })));
      const verdict = verifyRequest({ ...authOf(request), payload: request.method === 'GET' ? query : body }, now, (apiKey) =>
        exchange.keyOf(apiKey),
      );
      if ('reply' in verdict) return send(response, 200, this.wrap(verdict.reply));
      const signedIn: SignedIn = { exchange, trades, wallNow: now, parameters: read(), key: verdict.key };
      send(response, 200, this.wrap(await signed!(signedIn)));
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      send(response, 200, this.wrap(error.reply));
    }
  }

  private async admin(request: IncomingMessage, response: ServerResponse, { path, body }: { path: string; body: Buffer }): Promise<void> {
    const { exchange, about, token } = this.parts;
    if (!sameText(String(request.headers['x-plimsoll-token'] ?? ''), token)) {
      return send(response, 401, JSON.stringify({ error: 'X-Plimsoll-Token is missing or wrong' }));
    }
    const unknownPaths = (): number => this.unknownPaths;
    const answer = await answerAdmin({ exchange, about: { ...about, unknownPaths }, method: request.method ?? 'GET', path, body });
    send(response, answer.status, JSON.stringify(answer.body));
  }

  private unknown(response: ServerResponse, route: string): void {
    this.unknownPaths += 1;
    this.parts.logger.warn('unknown path', { route: route.slice(0, 200), count: this.unknownPaths });
    send(response, 404, this.wrap(RET.route()));
  }

  private wrap(reply: Reply): string {
    return envelope(reply, this.parts.wallNow());
  }
}

function authOf(request: IncomingMessage): {
  apiKey: string | undefined;
  timestamp: string | undefined;
  recvWindow: string | undefined;
  sign: string | undefined;
} {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    apiKey: header('x-bapi-api-key'),
    timestamp: header('x-bapi-timestamp'),
    recvWindow: header('x-bapi-recv-window'),
    sign: header('x-bapi-sign'),
  };
}

function splitTarget(url: string): [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** The raw bytes; undefined when there are too many. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, body: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
