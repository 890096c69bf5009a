import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

const LARGEST_BODY = 256 * 1024;
const NOTHING = Buffer.alloc(0);

/** The raw bytes; undefined when there are too many. */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> | Buffer {
  const { headers } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return NOTHING;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LARGEST_BODY) resolve(undefined);
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => resolve(undefined));
  });
}

/** Path and raw query; a bare `?` is an empty query. */
export function splitTarget(url: string): readonly [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** IPv4 addresses as such, also where the socket speaks IPv6. */
export function addressOf(request: IncomingMessage): string {
  const address = request.socket.remoteAddress ?? '';
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

export interface Sending {
  readonly status: number;
  readonly text: string;
  readonly headers?: OutgoingHttpHeaders;
}

export function send(response: ServerResponse, { status, text, headers }: Sending): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': text.startsWith('{') ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

export function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
