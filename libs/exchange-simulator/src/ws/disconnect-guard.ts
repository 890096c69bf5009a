import type { Timers } from '@libs/platform';
import type { Connection } from './connection';

/** What orders a disconnection cancels: https://bybit-exchange.github.io/docs/v5/order/dcp */
export type GuardedProduct = 'DERIVATIVES' | 'SPOT' | 'OPTIONS';

/** Whose orders are guarded, and what happens to them. */
export interface DisconnectRule {
  /** Milliseconds without a connection after which orders go; undefined for an account that is not guarded. */
  windowOf(accountId: string, product: GuardedProduct): number | undefined;
  /** The window is over and no connection came back. */
  expired(accountId: string, product: GuardedProduct): void;
}

const PRODUCTS: Readonly<Record<string, readonly GuardedProduct[]>> = {
  dcp: ['DERIVATIVES', 'SPOT', 'OPTIONS'],
  'dcp.future': ['DERIVATIVES'],
  'dcp.spot': ['SPOT'],
  'dcp.option': ['OPTIONS'],
};

/** Notices that an account's last connection with a `dcp` topic is gone. */
export class DisconnectGuard {
  private rule: DisconnectRule | undefined;
  private readonly alive = new Map<string, Set<Connection>>();
  private readonly timers = new Map<string, { cancel(): void }>();

  constructor(private readonly clock: Timers) {}

  obey(rule: DisconnectRule): void {
    this.rule = rule;
  }

  /** The connection has this topic now. */
  joined(connection: Connection, topic: string): void {
    for (const product of productsOf(topic)) {
      const key = `${connection.accountId} ${product}`;
      this.stopTimer(key);
      this.alive.set(key, (this.alive.get(key) ?? new Set()).add(connection));
    }
  }

  /** The connection gave the topic up of its own will: that is no disconnection. */
  left(connection: Connection, topic: string): void {
    for (const product of productsOf(topic)) this.alive.get(`${connection.accountId} ${product}`)?.delete(connection);
  }

  lost(connection: Connection): void {
    const { accountId } = connection;
    if (accountId === undefined) return;
    for (const product of new Set([...connection.topics].flatMap(productsOf))) {
      const key = `${accountId} ${product}`;
      const connections = this.alive.get(key);
      if (!connections?.delete(connection) || connections.size > 0) continue;
      const window = this.rule?.windowOf(accountId, product);
      if (window !== undefined) this.startTimer(key, window, () => this.rule?.expired(accountId, product));
    }
  }

  close(): void {
    for (const key of [...this.timers.keys()]) this.stopTimer(key);
    this.rule = undefined;
  }

  private startTimer(key: string, window: number, work: () => void): void {
    this.stopTimer(key);
    const timer = this.clock.after(window, () => {
      this.timers.delete(key);
      work();
    });
    this.timers.set(key, timer);
  }

  private stopTimer(key: string): void {
    this.timers.get(key)?.cancel();
    this.timers.delete(key);
  }
}

function productsOf(topic: string): readonly GuardedProduct[] {
  return Object.hasOwn(PRODUCTS, topic) ? PRODUCTS[topic]! : [];
}
