import { limitHeaders, type LimitHeaders } from './limit-headers';

export interface HttpResponse {
  readonly status: number;
  readonly body: string;
  readonly limits: LimitHeaders;
  /** Milliseconds for which the server keeps this connection for another request; 0 when it closes it. */
  readonly keepFor: number;
}

/** Bytes that are no HTTP/1.1 answer, or too many of them. */
export class MalformedResponse extends Error {}

const LARGEST = 1024 * 1024;

/** Reads one HTTP/1.1 answer from the bytes received so far; null while it is incomplete. */
export function readResponse(bytes: Buffer): HttpResponse | null {
  if (bytes.length > LARGEST) throw new MalformedResponse(`an answer of more than ${LARGEST} bytes`);
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const match = /^HTTP\/1\.[01] (\d{3})/.exec(statusLine);
  if (!match) throw new MalformedResponse(`"${statusLine.slice(0, 80)}" instead of a status line`);
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = readBody(bytes.subarray(end + 4), headers);
  if (body === null) return null;
  return {
    status: Number(match[1]),
    body: body.toString('utf8'),
    keepFor: keepFor(headers),
    limits: limitHeaders((name) => headers.get(name)),
  };
}

/** Servers seldom say for how long they keep a connection; a minute is the shortest default in wide use for proxies. */
function keepFor(headers: ReadonlyMap<string, string>): number {
  if (headers.get('connection')?.toLowerCase() === 'close') return 0;
  const seconds = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1];
  return seconds === undefined ? 60_000 : Number(seconds) * 1000;
}

function readBody(rest: Buffer, headers: ReadonlyMap<string, string>): Buffer | null {
  if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked') return readChunks(rest);
  const length = Number(headers.get('content-length') ?? Number.NaN);
  if (!Number.isSafeInteger(length)) throw new MalformedResponse('an answer without a length');
  return rest.length < length ? null : rest.subarray(0, length);
}

function readChunks(rest: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(rest.toString('latin1', at, lineEnd), 16);
    if (!Number.isSafeInteger(size)) throw new MalformedResponse('a chunk without a size');
    const from = lineEnd + 2;
    if (rest.length < from + size + 2) return null;
    if (size === 0) return Buffer.concat(parts);
    parts.push(rest.subarray(from, from + size));
    at = from + size + 2;
  }
}
