import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { ExchangeOptions } from '@libs/sdk';
import { credentialsOf, signedHeaders } from './signature';
import { fields, list, textOr } from './wire';
import type { Fields } from './wire';

const TIMEOUT_MS = 10_000;
const LARGEST_BODY = 16 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly body: string;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/**
 * Reads over REST: no redirects, one try each; only a read that met a kept connection which the server had just closed is
 * tried on another one.
 */
export class RestClient {
  private readonly secure: boolean;
  private readonly agent: HttpAgent | HttpsAgent;

  constructor(private readonly options: ExchangeOptions) {
    this.secure = options.restUrl.startsWith('https:');
    this.agent = this.secure ? new HttpsAgent({ keepAlive: true, maxSockets: 4 }) : new HttpAgent({ keepAlive: true, maxSockets: 4 });
  }

  /** The `result` of a public endpoint. */
  async publicGet(path: string, query: Query = {}): Promise<Fields> {
    return fields((await this.envelope(path, encode(query), {}))['result'], `a result of ${path}`);
  }

  /** The `result` of an endpoint that wants a signature. */
  async privateGet(path: string, query: Query = {}): Promise<Fields> {
    const payload = encode(query);
    const headers = signedHeaders(credentialsOf(this.options), this.options.requestWindow, this.options.now(), payload);
    return fields((await this.envelope(path, payload, headers))['result'], `a result of ${path}`);
  }

  /** Every page of a list that hands out cursors. */
  async pages(path: string, query: Query, access: 'publicGet' | 'privateGet'): Promise<readonly Fields[]> {
    const records: Fields[] = [];
    const seen = new Set<string>();
    for (let cursor: string | undefined; ;) {
      const result = await this[access](path, { ...query, cursor });
      for (const record of list(result['list'], `the list of ${path}`)) records.push(fields(record, `a record of ${path}`));
      cursor = textOr(result, 'nextPageCursor', undefined);
      if (cursor === undefined || seen.has(cursor)) return records;
      seen.add(cursor);
    }
  }

  /** The whole answer, once its `retCode` is 0. */
  async envelope(path: string, query: string, headers: Readonly<Record<string, string>>): Promise<Fields> {
    const { status, body } = await this.get(query ? `${path}?${query}` : path, headers);
    if (status !== 200) throw new VenueError(`HTTP ${status}`, `${path}: ${body.slice(0, 200)}`);
    const envelope = fields(JSON.parse(body), `an answer to ${path}`);
    if (envelope['retCode'] !== 0)
      throw new VenueError(String(envelope['retCode']), `${path}: ${textOr(envelope, 'retMsg', 'no message')}`);
    return envelope;
  }

  private get(path: string, headers: Readonly<Record<string, string>>, again = true): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const send = this.secure ? httpsRequest : httpRequest;
      const request = send(`${this.options.restUrl}${path}`, { agent: this.agent, headers, timeout: TIMEOUT_MS }, (response) => {
        collect(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
      });
      request.on('timeout', () => request.destroy(new VenueError('TIMEOUT', `${path}: no answer in ${TIMEOUT_MS} ms`)));
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (again && request.reusedSocket && error.code === 'ECONNRESET') resolve(this.get(path, headers, false));
        else reject(error);
      });
      request.end();
    });
  }
}

async function collect(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new VenueError('TOO_LARGE', `an answer of more than ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function encode(query: Query): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(query)) if (value !== undefined) parts.push(`${key}=${encodeURIComponent(value)}`);
  return parts.join('&');
}

/** The venue answered, but not with what was asked for. */
export class VenueError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`Bybit ${code} on ${message}`);
    this.name = 'VenueError';
  }
}
