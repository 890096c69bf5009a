import type { Logger } from '@libs/platform';
import type { Exchange } from './exchange';

const CATEGORIES = { DERIVATIVES: 'linear:', SPOT: 'spot:', OPTIONS: 'option:' } as const;

type Product = keyof typeof CATEGORIES;

/** Cancels an account's orders once its private connections have been gone for as long as it said. */
export class CancelOnDisconnect {
  constructor(
    private readonly exchange: Exchange,
    private readonly logger: Logger,
  ) {}

  /** In milliseconds; undefined for an account that did not ask for it. */
  windowOf(accountId: string, product: Product): number | undefined {
    const seconds = this.exchange.disconnectWindow(accountId, product);
    return seconds === undefined ? undefined : seconds * 1_000;
  }

  expired(accountId: string, product: Product): void {
    const prefix = CATEGORIES[product];
    const done = this.exchange.perform((venue, at) =>
      venue.cancelAll(accountId, ({ market }) => market.startsWith(prefix), 'BY_DISCONNECT', at),
    );
    void done.then((orders) =>
      this.logger.warn('orders were cancelled, their owner is gone', { accountId, product, orders: orders.length }),
    );
  }
}
