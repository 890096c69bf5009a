import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger, Timers } from '@libs/platform';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Exchange } from '../exchange/exchange';
import type { CallTap } from '../faults/fault';
import type { FrameLog } from '../inspection/frame-log';
import type { RecentTrades } from '../market/recent-trades';
import type { Access } from '../v5/access';
import { aliveTime } from './alive-time';
import { Connection, type ClientSocket } from './connection';
import { ConnectionCounter, REAL_LIMITS, type ConnectionLimits } from './connection-limits';
import { parseFrame, type Fields, type FrameTaps, type HubKind } from './frame';
import type { PublicStream } from './open-topic';
import { PrivateHub } from './private-hub';
import { PublicHub } from './public-hub';
import { TradeHub } from './trade-hub';

interface Hub {
  receive(connection: Connection, frame: Fields): void | Promise<void>;
  /** A text that is no JSON object. */
  undecodable(connection: Connection, problem: string): void;
  drop?(connection: Connection): void;
}

export interface GateParts {
  readonly exchange: Exchange;
  readonly trades: RecentTrades;
  readonly access: Access;
  readonly frames: FrameLog;
  readonly wallNow: () => number;
  readonly monotonic: () => number;
  readonly timers: Timers;
  readonly logger: Logger;
  /** The real exchange's unless said otherwise. */
  readonly connectionLimits?: Partial<ConnectionLimits>;
  readonly taps?: FrameTaps;
  readonly calls: CallTap;
}

const LARGEST_FRAME = 256 * 1024;
const LOOKS_FOR_IDLE_EVERY = 1_000;
const STREAMS: readonly PublicStream[] = ['spot', 'linear', 'inverse', 'option', 'misc/status'];

interface Entry {
  readonly kind: HubKind;
  readonly hub: Hub;
  readonly path: string;
  readonly address: string;
  readonly aliveMs: number;
}

interface Refusal {
  readonly status: number;
  readonly body: string;
}

/** A client within this process tells through these what it sends, and that it is gone. */
export interface LocalEntry {
  received(text: string): void;
  closed(): void;
}

/** Accepts WebSockets on the V5 paths and leads their frames to the hub of the path. */
export class WebSocketGate {
  readonly own: PrivateHub;
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME });
  private readonly connections = new Set<Connection>();
  private readonly streams: readonly PublicHub[];
  private readonly hubs: ReadonlyMap<string, { readonly kind: HubKind; readonly hub: Hub }>;
  private readonly counter: ConnectionCounter;
  private timer: { cancel(): void } | undefined;
  private unknownPaths = 0;

  constructor(private readonly parts: GateParts) {
    const { exchange, monotonic } = parts;
    const limits = { ...REAL_LIMITS, ...parts.connectionLimits };
    this.counter = new ConnectionCounter(limits, monotonic);
    this.streams = STREAMS.map((stream) => new PublicHub({ stream, ...parts }));
    this.own = new PrivateHub(parts);
    for (const hub of this.streams) exchange.listenPublic(hub);
    exchange.listenPrivate(this.own);
    const trade = new TradeHub({ ...parts, mostPerSecond: limits.tradeRequests });
    this.hubs = new Map<string, { kind: HubKind; hub: Hub }>([
      ...this.streams.map((hub, index) => [`/v5/public/${STREAMS[index]!}`, { kind: 'public' as const, hub }] as const),
      ['/v5/private', { kind: 'private', hub: this.own }],
      ['/v5/trade', { kind: 'trade', hub: trade }],
    ]);
    this.lookForIdle();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const entry = this.admit(request.url ?? '/', request.socket.remoteAddress ?? '');
    if ('status' in entry) return refuse(socket, entry.status, entry.body);
    this.server.handleUpgrade(request, socket, head, (client) => this.welcome(client, entry));
  }

  /** Lets a client in that is no network away; what the exchange answers to one that it refuses is thrown. */
  enter(url: string, client: ClientSocket): LocalEntry {
    const entry = this.admit(url, 'local');
    if ('status' in entry) throw new Error(`HTTP ${entry.status} ${entry.body}`.trim());
    const connection = this.connect(client, entry);
    return { received: (text) => this.received(connection, entry.hub, text), closed: () => this.left(connection, entry) };
  }

  private admit(url: string, address: string): Entry | Refusal {
    const path = url.split('?', 1)[0]!;
    const found = this.hubs.get(path);
    if (!found) {
      this.unknownPaths += 1;
      this.parts.logger.warn('unknown WebSocket path', { path: path.slice(0, 200), count: this.unknownPaths });
      return { status: 404, body: '' };
    }
    if (!this.counter.admits(address, path)) return { status: 403, body: 'too many connections' };
    return this.parts.taps?.connecting?.(found.kind) ?? { ...found, path, address, aliveMs: aliveTime(url) };
  }

  /** Public topics start anew, as after a restart of the exchange's own service. */
  restartTopics(isMeant: (topic: string) => boolean): void {
    for (const stream of this.streams) stream.restart(isMeant);
  }

  cut(isMeant: (connection: Connection) => boolean): void {
    for (const connection of this.connections) if (isMeant(connection)) connection.cut();
  }

  close(): void {
    this.timer?.cancel();
    this.own.close();
    for (const stream of this.streams) stream.close();
    for (const client of this.server.clients) client.terminate();
    this.server.close();
  }

  private welcome(socket: WebSocket, entry: Entry): void {
    const connection = this.connect(socket, entry);
    socket.on('message', (data) => this.received(connection, entry.hub, textOf(data)));
    socket.on('close', () => this.left(connection, entry));
    socket.on('error', () => socket.terminate());
  }

  private connect(socket: ClientSocket, { hub: _hub, kind, ...place }: Entry): Connection {
    const { wallNow, monotonic, frames, taps = {} } = this.parts;
    const id = randomBytes(10).toString('hex');
    const connection = new Connection({ id, socket, hub: kind, ...place, wallNow, monotonic, frames, taps });
    this.connections.add(connection);
    this.counter.opened(place.address, place.path);
    return connection;
  }

  private left(connection: Connection, { hub, address, path }: Entry): void {
    this.connections.delete(connection);
    this.counter.closed(address, path);
    hub.drop?.(connection);
  }

  private lookForIdle(): void {
    this.timer = this.parts.timers.after(LOOKS_FOR_IDLE_EVERY, () => {
      this.lookForIdle();
      for (const connection of this.connections) connection.cutIfIdle();
    });
  }

  private received(connection: Connection, hub: Hub, text: string): void {
    connection.received(text);
    const parsed = parseFrame(text);
    if ('problem' in parsed) return hub.undecodable(connection, parsed.problem);
    Promise.resolve(hub.receive(connection, parsed.fields)).catch((error: unknown) => this.parts.logger.error('a frame failed', { error }));
  }
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
}

const REASONS: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

function refuse(socket: Duplex, status: number, body: string): void {
  const head = `HTTP/1.1 ${status} ${REASONS[status] ?? 'Refused'}\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\n\r\n${body}`);
}
