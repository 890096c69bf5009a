import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '@libs/platform';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Exchange } from '../exchange/exchange';
import { Connection, parseFrame } from './connection';
import { PrivateHub } from './private-hub';
import { PublicHub } from './public-hub';
import { TradeHub } from './trade-hub';

interface Hub {
  receive(connection: Connection, frame: Record<string, unknown>): void | Promise<void>;
  drop?(connection: Connection): void;
}

export interface GateParts {
  readonly exchange: Exchange;
  readonly wallNow: () => number;
  readonly monotonic: () => number;
  readonly logger: Logger;
}

const LARGEST_FRAME = 256 * 1024;
const IDLE = 10 * 60_000;

/** Accepts WebSockets on the V5 paths and leads their frames to the hub of the path. */
export class WebSocketGate {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME });
  private readonly hubs: ReadonlyMap<string, Hub>;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly parts: GateParts) {
    const { exchange, wallNow, monotonic } = parts;
    const [spot, linear] = [new PublicHub('spot', exchange, monotonic), new PublicHub('linear', exchange, monotonic)];
    const own = new PrivateHub(exchange, wallNow);
    exchange.listenPublic(spot);
    exchange.listenPublic(linear);
    exchange.listenPrivate(own);
    const trade = new TradeHub(exchange, wallNow);
    this.hubs = new Map<string, Hub>([
      ['/v5/public/spot', spot],
      ['/v5/public/linear', linear],
      ['/v5/private', own],
      ['/v5/trade', trade],
    ]);
    this.timer = setInterval(() => {
      spot.tick();
      linear.tick();
    }, 1_000);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = (request.url ?? '/').split('?', 1)[0]!;
    const hub = this.hubs.get(path);
    if (!hub) {
      this.parts.logger.warn('unknown WebSocket path', { path: path.slice(0, 200) });
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, socket, head, (client) => this.welcome(client, hub));
  }

  close(): void {
    clearInterval(this.timer);
    for (const client of this.server.clients) client.terminate();
    this.server.close();
  }

  private welcome(client: WebSocket, hub: Hub): void {
    const connection = new Connection(randomBytes(10).toString('hex'), client);
    const idle = setTimeout(() => client.terminate(), IDLE);
    client.on('message', (data) => {
      idle.refresh();
      const frame = parseFrame(data);
      if (!frame) return connection.sendObject({ success: false, ret_msg: 'Params Error', conn_id: connection.id, op: '' });
      Promise.resolve(hub.receive(connection, frame)).catch((error: unknown) => this.parts.logger.error('a frame failed', { error }));
    });
    client.on('close', () => {
      clearTimeout(idle);
      hub.drop?.(connection);
    });
    client.on('error', () => client.terminate());
  }
}
