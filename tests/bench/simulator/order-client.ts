import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface VenueKey {
  readonly apiKey: string;
  readonly apiSecret: string;
}

const END_OF_HEAD = '\r\n\r\n';

/** One kept connection with one signed request at a time, written by hand so that the client costs next to nothing. */
export class OrderClient {
  private received = '';
  private answered: ((text: string) => void) | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly key: VenueKey,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk.toString('latin1')));
  }

  static async connect(port: number, key: VenueKey): Promise<OrderClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new OrderClient(socket, key);
  }

  /** The body of the answer. */
  post(path: string, body: object): Promise<string> {
    const text = JSON.stringify(body);
    const timestamp = String(Date.now());
    const sign = createHmac('sha256', this.key.apiSecret).update(`${timestamp}${this.key.apiKey}5000${text}`).digest('hex');
    const head = [
      `POST ${path} HTTP/1.1`,
      ...['host: 127.0.0.1', 'content-type: application/json', `content-length: ${Buffer.byteLength(text)}`],
      ...[`x-bapi-api-key: ${this.key.apiKey}`, `x-bapi-timestamp: ${timestamp}`, 'x-bapi-recv-window: 5000', `x-bapi-sign: ${sign}`],
    ];
    this.socket.write(`${head.join('\r\n')}${END_OF_HEAD}${text}`);
    return new Promise((resolve) => (this.answered = resolve));
  }

  close(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    this.received += text;
    const head = this.received.indexOf(END_OF_HEAD);
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(this.received)?.[1] ?? 0);
    const end = head + END_OF_HEAD.length + length;
    if (this.received.length < end) return;
    const body = this.received.slice(end - length, end);
    this.received = this.received.slice(end);
    this.answered?.(body);
  }
}
