import { connect as connectPlain } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { readResponse } from './http-response';
import type { HttpResponse } from './http-response';

const CONNECT_TIMEOUT_MS = 5_000;
/** Servers drop idle connections; ours end before that, since a request that meets the drop is in doubt. */
const LONGEST_IDLE_MS = 20_000;
const IDLE_MARGIN_MS = 2_000;

interface Exchange {
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One socket that carries one request at a time. */
export class OrderConnection {
  private exchange: Exchange | null = null;
  private received: Buffer = Buffer.alloc(0);
  private goodUntil = performance.now() + LONGEST_IDLE_MS;

  private constructor(
    private readonly socket: Socket,
    host: string,
  ) {
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('end', () => this.fail(new Error(`${host} ended the connection before it answered`)));
    socket.on('close', () => this.fail(new Error(`the connection to ${host} was closed before the answer`)));
  }

  static open(origin: URL): Promise<OrderConnection> {
    const secure = origin.protocol === 'https:';
    const host = origin.hostname.replace(/^\[|\]$/g, '');
    const target = { host, port: Number(origin.port || (secure ? 443 : 80)) };
    return new Promise((resolve, reject) => {
      const socket = secure ? connectTls({ ...target, servername: host }) : connectPlain(target);
      socket.setNoDelay(true);
      const timer = setTimeout(
        () => socket.destroy(new Error(`${origin.host} did not accept a connection in ${CONNECT_TIMEOUT_MS} ms`)),
        CONNECT_TIMEOUT_MS,
      );
      const refuse = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
      };
      socket.once('error', refuse);
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        clearTimeout(timer);
        socket.off('error', refuse);
        resolve(new OrderConnection(socket, origin.host));
      });
    });
  }

  /** Whether a request may be written now. */
  get usable(): boolean {
    return this.exchange === null && this.socket.writable && performance.now() < this.goodUntil;
  }

  /** Writes in this turn; rejects when no whole answer comes within `timeoutMs`, and is then closed. */
  request(bytes: string, timeoutMs: number): Promise<HttpResponse> {
    const answer = new Promise<HttpResponse>((resolve, reject) => {
      const timer = setTimeout(() => this.fail(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
      this.exchange = { resolve, reject, timer };
    });
    this.socket.write(bytes);
    return answer;
  }

  close(): void {
    this.fail(new Error('the connection was closed by us before the answer'));
  }

  private take(chunk: Buffer): void {
    const { exchange } = this;
    if (!exchange) return this.close();
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    try {
      const response = readResponse(this.received);
      if (response) this.finish(exchange, response);
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private finish(exchange: Exchange, response: HttpResponse): void {
    clearTimeout(exchange.timer);
    this.exchange = null;
    this.received = Buffer.alloc(0);
    this.goodUntil = performance.now() + Math.min(response.keepFor - IDLE_MARGIN_MS, LONGEST_IDLE_MS);
    if (response.keepFor <= IDLE_MARGIN_MS) this.socket.destroy();
    exchange.resolve(response);
  }

  private fail(error: Error): void {
    const { exchange } = this;
    this.exchange = null;
    this.socket.destroy();
    if (!exchange) return;
    clearTimeout(exchange.timer);
    exchange.reject(error);
  }
}
