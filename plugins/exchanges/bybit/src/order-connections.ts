import type { HttpResponse } from './http-response';
import { OrderConnection } from './order-connection';

const SPARE = 3;
const RENEW_EVERY_MS = 1_000;

/**
 * Connections held open, each for one request at a time: no pipelining, no retry, no redirect. Node's HTTP client writes on
 * a later tick, and the last check of the lease must be in the same synchronous turn as the write; so we write by hand.
 */
export class OrderConnections {
  private connections: OrderConnection[] = [];
  private opening = 0;
  private renewal: NodeJS.Timeout | null = null;
  private waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  constructor(
    private readonly origin: URL,
    private readonly timeoutMs: number,
  ) {}

  /** Resolves when a request can be written at once; rejects when no connection can be made. */
  ready(): Promise<void> {
    this.renewal ??= setInterval(() => this.renew(), RENEW_EVERY_MS).unref();
    this.renew();
    if (this.connections.length > 0) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  /** Writes the request in this turn and resolves with its answer, or rejects with what went wrong; null: nothing was written. */
  send(bytes: string): Promise<HttpResponse> | null {
    this.connections = this.connections.filter((connection) => this.keep(connection));
    const connection = this.connections.pop();
    if (!connection) {
      this.renew();
      return null;
    }
    const answer = connection.request(bytes, this.timeoutMs);
    answer.then(
      () => this.takeBack(connection),
      () => this.renew(),
    );
    this.renew();
    return answer;
  }

  close(): void {
    if (this.renewal) clearInterval(this.renewal);
    this.renewal = null;
    for (const connection of this.connections) connection.close();
    this.connections = [];
    this.settle(new Error('the connections were closed'));
  }

  private renew(): void {
    this.connections = this.connections.filter((connection) => this.keep(connection));
    if (!this.renewal) return;
    for (let missing = SPARE - this.connections.length - this.opening; missing > 0; missing -= 1) this.open();
  }

  private open(): void {
    this.opening += 1;
    OrderConnection.open(this.origin).then(
      (connection) => {
        this.opening -= 1;
        this.takeBack(connection);
      },
      (error: Error) => {
        this.opening -= 1;
        if (this.opening === 0 && this.connections.length === 0) this.settle(error);
      },
    );
  }

  private takeBack(connection: OrderConnection): void {
    if (!this.renewal || this.connections.length >= SPARE) return connection.close();
    if (!this.keep(connection)) return this.renew();
    this.connections.push(connection);
    this.settle();
  }

  private keep(connection: OrderConnection): boolean {
    if (connection.usable) return true;
    connection.close();
    return false;
  }

  private settle(error?: Error): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const { resolve, reject } of waiting) error ? reject(error) : resolve();
  }
}
