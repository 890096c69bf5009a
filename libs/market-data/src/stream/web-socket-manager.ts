import { monotonicClock, systemTimers, wallClock } from '@libs/platform';
import type { StreamCodec } from '@libs/sdk';
import { openWebSocket } from './frame-socket';
import { StreamConnection } from './stream-connection';
import type { StreamEnvironment, StreamHandlers } from './stream-connection';

export interface WebSocketManagerOptions {
  /** `WEBSOCKET_RECONNECT_DELAY`, seconds. */
  readonly reconnectDelaySeconds: number;
  readonly environment?: Partial<StreamEnvironment>;
}

/** All stream connections of a process, by name. */
export class WebSocketManager {
  private readonly connections = new Map<string, { readonly isConnected: boolean; stop(): void }>();
  private readonly environment: StreamEnvironment;

  constructor({ reconnectDelaySeconds, environment }: WebSocketManagerOptions) {
    this.environment = {
      open: openWebSocket,
      timers: systemTimers,
      monotonic: monotonicClock,
      wall: wallClock,
      random: Math.random,
      reconnectStepMs: reconnectDelaySeconds * 1000,
      ...environment,
    };
  }

  /** Makes a connection; it opens on `start`. */
  create<Event>(name: string, codec: StreamCodec<Event>, handlers: StreamHandlers<Event>): StreamConnection<Event> {
    if (this.connections.has(name)) throw new Error(`There is a connection named "${name}" already.`);
    const connection = new StreamConnection(codec, handlers, this.environment);
    this.connections.set(name, connection);
    return connection;
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
