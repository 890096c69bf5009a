import type { FeedMarket } from '../market/feed';
import type { PublicTrade } from '../market/tape-market';
import type { Connection } from './connection';
import { Message } from './frame';
import type { Pacer, Sleeper } from './pacer';

/** When something happened: on the market's clock and on the wall's. */
export interface Moment {
  readonly at: number;
  /** Monotonic milliseconds, for pacing. */
  readonly wall: number;
}

/** A client's position that the venue took over. */
export interface Liquidation {
  readonly side: 'BUY' | 'SELL';
  /** As texts of the market's own grids. */
  readonly quantity: string;
  readonly price: string;
  readonly at: number;
}

/** One public topic and who hears it. Parts that a topic does not need stay empty. */
export abstract class Topic {
  readonly subscribers = new Set<Connection>();

  constructor(readonly name: string) {}

  /** The text a new subscriber gets at once; asked before it is among the subscribers. */
  welcome(_moment: Moment): string | undefined {
    return undefined;
  }

  protected publish(text: string): void {
    const message = new Message('data', text, this.name);
    for (const connection of this.subscribers) connection.send(message);
  }
}

/** A topic that nobody has anything to say on: what it would tell does not exist on this venue. */
export class SilentTopic extends Topic {}

export interface TopicParts {
  readonly market: FeedMarket;
  readonly pacer: Pacer;
  /** Market time now. */
  readonly marketNow: () => number;
}

/** A topic of one market. */
export abstract class MarketTopic extends Topic {
  readonly market: FeedMarket;

  constructor(
    name: string,
    protected readonly parts: TopicParts,
  ) {
    super(name);
    this.market = parts.market;
  }

  get isSpot(): boolean {
    return this.market.state.instrument.category === 'spot';
  }

  get symbol(): string {
    return this.market.state.instrument.venueSymbol;
  }

  moved(_moment: Moment): void {}

  traded(_trade: PublicTrade): void {}

  barClosed(_moment: Moment): void {}

  liquidated(_liquidation: Liquidation, _wall: number): void {}

  /** The service behind the topic starts anew, as far as clients can tell. */
  restart(_moment: Moment): void {}
}

/**
 * A topic that speaks at most once within its interval of wall time. What happens meanwhile is told together at the end of
 * the interval, so the last state is always told, and nothing is worked out while nobody listens.
 */
export abstract class PacedTopic extends MarketTopic implements Sleeper {
  private spokeAt = -Infinity;
  /** Market time of the last change. */
  protected changedAt = 0;

  protected abstract readonly interval: number;

  /** Tells what is new, if anything is. */
  protected abstract speak(moment: Moment): void;

  override moved(moment: Moment): void {
    this.changed(moment);
  }

  wake(wall: number): void {
    if (this.subscribers.size > 0) this.speakNow({ at: this.parts.marketNow(), wall });
  }

  protected changed(moment: Moment): void {
    this.changedAt = moment.at;
    const due = this.spokeAt + this.interval;
    if (moment.wall >= due) this.speakNow(moment);
    else this.parts.pacer.wakeAt(this, due);
  }

  private speakNow(moment: Moment): void {
    this.spokeAt = moment.wall;
    this.speak(moment);
  }
}
