import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { limitHeaders, type LimitHeaders } from './limit-headers';
import { VenueError } from './venue-error';

const TIMEOUT_MS = 10_000;
const LARGEST_BODY = 16 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly limits?: LimitHeaders;
}

/** Carries a read (path with its query) to the venue. */
export type Transport = (path: string, headers: Readonly<Record<string, string>>) => Promise<Answer>;

/**
 * Over HTTP: no redirects, one try each; only a read that met a kept connection which the server had just closed is tried on
 * another one.
 */
export function httpTransport(origin: string): Transport {
  const secure = origin.startsWith('https:');
  const agent = secure ? new HttpsAgent({ keepAlive: true, maxSockets: 4 }) : new HttpAgent({ keepAlive: true, maxSockets: 4 });
  const get = (path: string, headers: Readonly<Record<string, string>>, again: boolean): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const send = secure ? httpsRequest : httpRequest;
      const request = send(`${origin}${path}`, { agent, headers, timeout: TIMEOUT_MS }, (response) => {
        const limits = limitHeaders((name) => response.headers[name]?.toString());
        collect(response).then((body) => resolve({ status: response.statusCode ?? 0, body, limits }), reject);
      });
      request.on('timeout', () => request.destroy(new VenueError('TIMEOUT', `${path}: no answer in ${TIMEOUT_MS} ms`)));
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (again && request.reusedSocket && error.code === 'ECONNRESET') resolve(get(path, headers, false));
        else reject(error);
      });
      request.end();
    });
  return (path, headers) => get(path, headers, true);
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
