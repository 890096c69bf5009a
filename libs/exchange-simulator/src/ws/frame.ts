export type HubKind = 'public' | 'private' | 'trade';

/** What a frame is to its client; only `data` belongs to a topic. */
export type FrameKind = 'data' | 'pong' | 'auth' | 'subscription' | 'reply';

/** One text on its way to one client. */
export interface OutFrame {
  readonly hub: HubKind;
  readonly connectionId: string;
  readonly accountId: string | undefined;
  readonly kind: FrameKind;
  /** Of data frames, as the client named it; else empty. */
  readonly topic: string;
  readonly text: string;
}

/** Who comes between the exchange and its clients' sockets. */
export interface FrameTaps {
  /** Stands before every outbound frame; a frame whose `send` is not called is lost. */
  readonly outgoing?: ((frame: OutFrame, send: (text: string) => void) => void) | undefined;
  /** Answers HTTP with this instead of upgrading a new socket. */
  connecting?(hub: HubKind): { readonly status: number; readonly body: string } | undefined;
}

/** A text for any number of connections: it is encoded once however many hear it. */
export class Message {
  private bytes: Buffer | undefined;

  constructor(
    readonly kind: FrameKind,
    readonly text: string,
    readonly topic = '',
  ) {}

  static of(kind: FrameKind, value: object): Message {
    return new Message(kind, JSON.stringify(value));
  }

  get encoded(): Buffer {
    return (this.bytes ??= Buffer.from(this.text));
  }
}

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a client's frame, or why it has none. Binary frames are read like text. */
export function parseFrame(text: string): { readonly fields: Fields } | { readonly problem: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && !Array.isArray(value)) return { fields: (value ?? {}) as Fields };
  } catch {
    if (text.trimStart().startsWith('{')) return { problem: 'unexpected end or character' };
  }
  return { problem: `readObjectStart: expect { or n, but found ${text.trimStart().slice(0, 1)}` };
}

/** Topic names of a subscribe frame; undefined when they are not a list of texts. */
export function topicsOf(frame: Fields): readonly string[] | undefined {
  const args = frame['args'];
  return Array.isArray(args) && args.length > 0 && args.every((arg) => typeof arg === 'string') ? args : undefined;
}

/** Clients name their topics here, up to the limit on those. */
const LONGEST_ID = 25_000;

/** The optional request id as text; clients send numbers too. */
export function requestId(frame: Fields): string | undefined {
  const id = frame['req_id'];
  if (typeof id === 'number') return String(id);
  return typeof id === 'string' ? id.slice(0, LONGEST_ID) : undefined;
}

/** The operation as text that is safe to repeat in an answer. */
export function operationOf(frame: Fields): string {
  const op = frame['op'];
  return typeof op === 'string' ? op.slice(0, 40) : '';
}
