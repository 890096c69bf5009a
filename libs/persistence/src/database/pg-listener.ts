import pg from 'pg';
import type { Client } from 'pg';

export type Channel = 'plimsoll_dispatch' | 'plimsoll_inbox' | 'plimsoll_accounts' | 'plimsoll_latch' | 'plimsoll_reconcile';

export interface ListenerSettings {
  readonly url: string;
  readonly name?: string;
  /** First pause before reconnecting, milliseconds; doubled with jitter up to 10 s. */
  readonly backOffMs?: number;
}

const LONGEST_BACK_OFF_MS = 10_000;
const PING_MS = 5_000;

/**
 * A dedicated connection for notifications. A notification is only a hint: those sent while disconnected are lost, so `onGap` runs after
 * every (re)connection and subscribers check for themselves.
 */
export class PgListener {
  private readonly handlers = new Map<Channel, Set<(payload: string) => void>>();
  private readonly gapHandlers = new Set<() => void>();
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  private closed = false;

  constructor(private readonly settings: ListenerSettings) {}

  /** Registers a handler before `start`, or at any time for a channel that is already subscribed. */
  on(channel: Channel, handler: (payload: string) => void): () => void {
    const handlers = this.handlers.get(channel) ?? new Set();
    this.handlers.set(channel, handlers.add(handler));
    if (this.connected && handlers.size === 1) void this.client?.query(`LISTEN ${channel}`).catch(() => this.drop(this.client));
    return () => handlers.delete(handler);
  }

  /** Called whenever notifications may have been missed, including at the first connection. */
  onGap(handler: () => void): () => void {
    this.gapHandlers.add(handler);
    return () => this.gapHandlers.delete(handler);
  }

  /** True while notifications arrive. */
  connected = false;

  /** Resolves once it is listening, or throws if the first connection fails; later ones are retried indefinitely. */
  async start(): Promise<void> {
    try {
      await this.connect();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    this.connected = false;
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.settings.url,
      application_name: `plimsoll ${this.settings.name ?? ''} listener`,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on('error', () => this.drop(client));
    client.on('end', () => this.drop(client));
    client.on('notification', ({ channel, payload }) => {
      for (const handler of this.handlers.get(channel as Channel) ?? []) handler(payload ?? '');
    });
    this.client = client;
    try {
      await client.connect();
      for (const channel of this.handlers.keys()) await client.query(`LISTEN ${channel}`);
    } catch (error) {
      this.drop(client);
      throw error;
    }
    if (this.closed || this.client !== client) return;
    this.connected = true;
    this.failures = 0;
    this.schedulePing(client);
    for (const handler of this.gapHandlers) handler();
  }

  /** Queries detect a connection that died silently. */
  private schedulePing(client: Client): void {
    const ping = async (): Promise<void> => {
      const late = setTimeout(() => this.drop(client), PING_MS);
      await client.query('SELECT 1').catch(() => this.drop(client));
      clearTimeout(late);
      if (client === this.client && this.connected) this.schedulePing(client);
    };
    this.timer = setTimeout(() => void ping(), PING_MS).unref();
  }

  private drop(client: Client | undefined): void {
    if (client !== this.client || this.closed) return;
    this.client = undefined;
    this.connected = false;
    clearTimeout(this.timer);
    client?.end().catch(() => undefined);
    this.reconnectLater();
  }

  private reconnectLater(): void {
    const step = (this.settings.backOffMs ?? 250) * 2 ** this.failures;
    this.failures = Math.min(this.failures + 1, 10);
    // Jitter keeps the processes of one installation from reconnecting at the same moment.
    const pause = Math.min(step, LONGEST_BACK_OFF_MS) * (0.5 + Math.random() / 2);
    // A failure drops its client, which leads here again.
    this.timer = setTimeout(() => void this.connect().catch(() => undefined), pause);
  }
}
