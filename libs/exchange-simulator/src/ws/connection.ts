import type { RawData, WebSocket } from 'ws';

/** Bytes a client may leave unread before it is cut off: it must not grow the memory of everybody's exchange. */
const MOST_UNREAD = 8 * 1024 * 1024;

/** One client socket: sends text, remembers its topics. */
export class Connection {
  readonly topics = new Set<string>();
  /** Set after a good login. */
  accountId: string | undefined;

  constructor(
    readonly id: string,
    private readonly socket: WebSocket,
  ) {}

  send(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > MOST_UNREAD) this.socket.terminate();
    else this.socket.send(text);
  }

  sendObject(value: object): void {
    this.send(JSON.stringify(value));
  }
}

/** A frame of a client; undefined when it is not a JSON object. */
export function parseFrame(data: RawData): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse((Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Topic names of a subscribe frame; undefined when they are not a list of texts. */
export function topicsOf(frame: Record<string, unknown>): readonly string[] | undefined {
  const args = frame['args'];
  return Array.isArray(args) && args.length > 0 && args.every((arg) => typeof arg === 'string') ? args : undefined;
}

/** The optional request id, only when the client gave one. */
export function requestId(frame: Record<string, unknown>): { readonly req_id?: string } {
  const id = frame['req_id'];
  return typeof id === 'string' && id.length <= 256 ? { req_id: id } : {};
}
