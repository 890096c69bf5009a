import type { Connection } from './connection';
import type { FeedMarket } from '../market/feed';
import type { PublicTrade } from '../market/tape-market';

/** When something happened: on the market's clock and on the wall's. */
export interface Moment {
  readonly at: number;
  /** Monotonic milliseconds, for throttling. */
  readonly wall: number;
}

/** One public topic and who hears it. Parts that a topic does not need stay empty. */
export abstract class Topic {
  readonly subscribers = new Set<Connection>();

  constructor(
    readonly name: string,
    readonly market: FeedMarket,
  ) {}

  /** The message a new subscriber gets at once. */
  welcome(_moment: Moment): string | undefined {
    return undefined;
  }

  moved(_moment: Moment): void {}

  traded(_trade: PublicTrade, _moment: Moment): void {}

  barClosed(_moment: Moment): void {}

  /** Called every second of wall time. */
  tick(_moment: Moment): void {}

  protected publish(text: string): void {
    for (const connection of this.subscribers) connection.send(text);
  }
}
