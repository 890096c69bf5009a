import { monotonicClock, systemTimers, wallClock } from '@libs/platform';
import type { StreamCodec } from '@libs/sdk';
import type { StreamEnvironment, StreamHandlers } from './connection-ports';
import { openWebSocket } from './frame-socket';
import { OpenBudget } from './open-budget';
import { StreamConnection } from './stream-connection';
import { StreamPool } from './stream-pool';
import { tapSocket } from './tap-socket';
import type { PoolHandlers } from './stream-pool';

export interface WebSocketManagerOptions {
  /** `WEBSOCKET_RECONNECT_DELAY`, seconds. */
  readonly reconnectDelaySeconds: number;
  readonly environment?: Partial<StreamEnvironment>;
}

export interface PoolOptions<Event> {
  readonly name: string;
  readonly codec: () => StreamCodec<Event>;
  readonly handlers: PoolHandlers<Event>;
  /** Fewer topics per connection than the venue allows. */
  readonly mostTopics?: number;
}

/** All stream connections of a process, by name; they share the count of new connections that a venue allows. */
export class WebSocketManager {
  private readonly connections = new Map<string, { readonly isConnected: boolean; stop(): void }>();
  readonly environment: StreamEnvironment;

  constructor({ reconnectDelaySeconds, environment }: WebSocketManagerOptions) {
    const monotonic = environment?.monotonic ?? monotonicClock;
    this.environment = {
      open: openWebSocket,
      timers: systemTimers,
      monotonic,
      wall: wallClock,
      random: Math.random,
      reconnectStepMs: reconnectDelaySeconds * 1000,
      budget: new OpenBudget(monotonic),
      ...environment,
    };
  }

  /** Makes a connection; it opens on `start`. */
  create<Event>(name: string, codec: StreamCodec<Event>, handlers: StreamHandlers<Event>): StreamConnection<Event> {
    if (this.connections.has(name)) throw new Error(`There is a connection named "${name}" already.`);
    const connection = new StreamConnection(codec, handlers, this.environmentOf(name));
    this.connections.set(name, connection);
    return connection;
  }

  /** Makes a pool of connections; each opens with its first topic. */
  pool<Event>(options: PoolOptions<Event>): StreamPool<Event> {
    return new StreamPool({
      ...options,
      create: (name, codec, handlers) => this.create(name, codec, handlers),
      discard: (connection) => this.discard(connection),
    });
  }

  private environmentOf(connection: string): StreamEnvironment {
    const { environment } = this;
    const { open, tap, monotonic, wall } = environment;
    return tap ? { ...environment, open: tapSocket(open, { connection, tap, monotonic, wall }) } : environment;
  }

  private discard(connection: { stop(): void }): void {
    connection.stop();
    for (const [name, known] of this.connections) if (known === connection) this.connections.delete(name);
  }

  /** Names of the connections that are not connected now. */
  get missing(): readonly string[] {
    return [...this.connections].filter(([, connection]) => !connection.isConnected).map(([name]) => name);
  }

  close(): void {
    for (const connection of this.connections.values()) connection.stop();
    this.connections.clear();
  }
}
