import { backoffDelay } from '@libs/platform';
import { WebSocket, type RawData } from 'ws';

export interface MirrorStreamOptions {
  readonly url: string;
  readonly topics: readonly string[];
  readonly message: (frame: Record<string, unknown>) => void;
  /** The connection is up and has asked for its topics. */
  readonly opened: () => void;
  /** The connection is gone; the next try comes in `delay` ms. */
  readonly closed: (reason: string, delay: number) => void;
}

const HEARTBEAT = 15_000;
/** A stream of several busy topics that says nothing for this long is dead, whatever the socket believes. */
const SILENCE = 10_000;
const BACKOFF = { step: 1_000, cap: 60_000 };

/** One public WebSocket that is kept alive, with back-off, for ever. */
export class MirrorStream {
  private socket: WebSocket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private silence: NodeJS.Timeout | undefined;
  private tries = 0;
  private reason = '';
  private stopped = false;

  constructor(private readonly options: MirrorStreamOptions) {}

  start(): void {
    const socket = new WebSocket(this.options.url, { handshakeTimeout: 10_000 });
    this.socket = socket;
    socket.on('open', () => this.opened(socket));
    socket.on('message', (data) => this.received(socket, data));
    socket.on('error', (error) => {
      this.reason = error.message || 'the connection was refused';
    });
    socket.on('close', () => this.closed());
  }

  /** Asks for all topics anew, so that each answers with a snapshot. */
  resubscribe(topics: readonly string[]): void {
    this.send({ op: 'unsubscribe', args: topics });
    this.send({ op: 'subscribe', args: topics });
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.clearWatches();
    this.socket?.terminate();
  }

  private opened(socket: WebSocket): void {
    this.reason = 'the connection closed';
    this.heartbeat = setInterval(() => this.send({ op: 'ping' }), HEARTBEAT);
    this.silence = setTimeout(() => {
      this.reason = `it said nothing for ${SILENCE / 1_000} s`;
      socket.terminate();
    }, SILENCE);
    this.send({ op: 'subscribe', args: this.options.topics });
    this.options.opened();
  }

  /** A frame that cannot be read ends the connection: the next one starts from a snapshot. */
  private received(socket: WebSocket, data: RawData): void {
    try {
      const frame = JSON.parse((data as Buffer).toString('utf8')) as Record<string, unknown>;
      if (typeof frame['topic'] === 'string') {
        this.tries = 0;
        this.silence?.refresh();
      }
      this.options.message(frame);
    } catch (error) {
      this.reason = `a frame could not be read (${String(error)})`;
      socket.terminate();
    }
  }

  private closed(): void {
    this.clearWatches();
    if (this.stopped) return;
    this.tries += 1;
    const delay = backoffDelay(this.tries, BACKOFF);
    this.options.closed(this.reason, delay);
    this.timer = setTimeout(() => this.start(), delay);
  }

  private clearWatches(): void {
    clearInterval(this.heartbeat);
    clearTimeout(this.silence);
  }

  private send(frame: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }
}
