import type { BookSide } from '@libs/simulation';
import type { FeedMarket } from '../market/feed';
import { renderSide, type LevelText } from '../v5/render-market';
import { Topic, type Moment } from './topic';

/** Wall milliseconds after which an unchanged best level is told again, with the same `u`. */
const REPEAT = 3_000;

/** Level 1: snapshots only, told again every 3 s when nothing changes. */
export class BestLevelTopic extends Topic {
  private update = 1;
  private told = '';
  private toldAt = 0;

  override welcome(moment: Moment): string {
    if (this.subscribers.size === 0) this.told = '';
    this.remember(moment);
    return this.message(moment);
  }

  override moved(moment: Moment): void {
    if (this.remember(moment)) this.publish(this.message(moment));
  }

  override tick(moment: Moment): void {
    if (moment.wall - this.toldAt < REPEAT) return;
    this.toldAt = moment.wall;
    this.publish(this.message(moment));
  }

  private remember({ wall }: Moment): boolean {
    const { bids, asks } = this.market.state.book;
    const best = `${bids.ticks[0]} ${bids.lots[0]} ${asks.ticks[0]} ${asks.lots[0]}`;
    if (best === this.told) return false;
    this.told = best;
    this.toldAt = wall;
    this.update += 1;
    return true;
  }

  private message(moment: Moment): string {
    const { bids, asks } = this.market.state.book;
    return bookMessage(this, 'snapshot', moment, {
      b: renderSide(this.market, bids, 1),
      a: renderSide(this.market, asks, 1),
      u: this.update,
    });
  }
}

/** Deeper books: a snapshot first, then what changed; `u` rises by one with each message. */
export class DepthTopic extends Topic {
  private update = 1;
  private bids = new Map<number, number>();
  private asks = new Map<number, number>();

  constructor(
    name: string,
    market: FeedMarket,
    private readonly depth: number,
  ) {
    super(name, market);
  }

  override welcome(moment: Moment): string {
    if (this.subscribers.size === 0) {
      const { bids, asks } = this.market.state.book;
      this.bids = levelsOf(bids, this.depth);
      this.asks = levelsOf(asks, this.depth);
      this.update += 1;
    }
    return bookMessage(this, 'snapshot', moment, { b: this.asText(this.bids), a: this.asText(this.asks), u: this.update });
  }

  override moved(moment: Moment): void {
    const { book } = this.market.state;
    const [bids, asks] = [levelsOf(book.bids, this.depth), levelsOf(book.asks, this.depth)];
    const [b, a] = [this.changes(this.bids, bids), this.changes(this.asks, asks)];
    if (b.length === 0 && a.length === 0) return;
    this.bids = bids;
    this.asks = asks;
    this.update += 1;
    this.publish(bookMessage(this, 'delta', moment, { b, a, u: this.update }));
  }

  private changes(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): LevelText[] {
    const { ticks, lots } = this.market.state;
    const changed: LevelText[] = [];
    for (const [price] of before) if (!after.has(price)) changed.push([ticks.text(price), '0']);
    for (const [price, size] of after) if (before.get(price) !== size) changed.push([ticks.text(price), lots.text(size)]);
    return changed;
  }

  private asText(levels: ReadonlyMap<number, number>): LevelText[] {
    const { ticks, lots } = this.market.state;
    return [...levels].map(([price, size]) => [ticks.text(price), lots.text(size)]);
  }
}

function levelsOf(side: BookSide, depth: number): Map<number, number> {
  const levels = new Map<number, number>();
  for (let level = 0; level < Math.min(depth, side.ticks.length); level += 1) levels.set(side.ticks[level]!, side.lots[level]!);
  return levels;
}

function bookMessage(topic: Topic, type: string, { at }: Moment, data: { b: LevelText[]; a: LevelText[]; u: number }): string {
  return JSON.stringify({
    topic: topic.name,
    type,
    ts: at,
    data: { s: topic.market.state.instrument.venueSymbol, ...data, seq: at },
    cts: at,
  });
}
