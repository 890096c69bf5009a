import type { BookSide } from '@libs/simulation';
import type { RawDepth, RawLevel, RawQuote, RawSnapshot } from '../source/raw-lines';
import type { UnitParser } from '../source/unit-parser';
import { L2Ladder } from './l2-ladder';

/** Hears which levels of the shown book have changed. */
export interface L2Sink {
  reset(bids: BookSide, asks: BookSide): void;
  level(side: 1 | -1, ticks: number, lots: number): void;
}

export interface L2Grid {
  readonly ticks: UnitParser;
  readonly lots: UnitParser;
}

interface Touch {
  readonly bid: number;
  readonly ask: number;
  readonly bidLots: number;
  readonly askLots: number;
}

/** Messages that are kept while a snapshot is missing, at most. */
const MOST_WAITING = 20_000;

/**
 * A book put together from a snapshot and what follows it. Best quotes come faster than the deltas, so they show over the
 * deltas' book until the next delta that knows of them.
 */
export class L2Book {
  readonly bids = new L2Ladder(-1);
  readonly asks = new L2Ladder(1);
  /** Why there is no book; empty while there is one. */
  trouble = NO_SNAPSHOT;
  private last: number | undefined;
  private isFirst = true;
  private waiting: RawDepth[] = [];
  private quote: RawQuote | undefined;
  /** The quote in ticks and lots, while it is newer than the deltas. */
  private touch: Touch | undefined;
  private unreadable = '';
  /** Prices that show something else than the ladders say. */
  private readonly shownBids = new Set<number>();
  private readonly shownAsks = new Set<number>();

  constructor(
    private readonly grid: L2Grid,
    private readonly sink: L2Sink,
  ) {}

  get isWhole(): boolean {
    return this.last !== undefined;
  }

  /** Begins anew: nothing is known until the next snapshot. */
  forget(reason = NO_SNAPSHOT): void {
    this.trouble = reason;
    this.last = undefined;
    this.quote = this.touch = undefined;
    this.unreadable = '';
    this.waiting = [];
    for (const ladder of [this.bids, this.asks]) ladder.clear();
    this.sink.reset(NOTHING, NOTHING);
  }

  /** An older picture than what is known already changes nothing. */
  snapshot(message: RawSnapshot): void {
    if (this.last !== undefined && message.last <= this.last) return;
    for (const ladder of [this.bids, this.asks]) ladder.clear();
    this.write(message);
    this.last = message.last;
    this.isFirst = true;
    this.trouble = '';
    this.quote = this.touch = undefined;
    const waiting = this.waiting;
    this.waiting = [];
    this.show();
    if (this.unreadable !== '') return this.forget(this.unreadable);
    for (const depth of waiting) this.depth(depth);
  }

  depth(message: RawDepth): void {
    if (this.last === undefined) {
      if (this.waiting.length === MOST_WAITING) this.waiting = [];
      this.waiting.push(message);
      return;
    }
    if (message.last < this.last || (message.last === this.last && !this.isFirst)) return;
    if (!this.follows(message)) {
      this.forget(`a gap in the recorded book: ${message.before ?? message.first - 1} was expected to be ${this.last}`);
      this.waiting.push(message);
      return;
    }
    this.last = message.last;
    this.isFirst = false;
    this.write(message);
    if (this.unreadable !== '') return this.forget(this.unreadable);
    this.refresh(message);
    if (this.quote && this.quote.last > message.last) this.overlay(this.quote);
    else this.quote = undefined;
  }

  best(message: RawQuote): void {
    if (this.last === undefined || message.last <= this.last) return;
    this.quote = message;
    this.overlay(message);
  }

  /**
   * A trade has eaten from the shown book; the next delta says what is left. The trade may be older than the book, so what
   * stands better than its price is still there.
   */
  traded(takerSide: 1 | -1, ticks: number): void {
    if (this.last === undefined) return;
    const ladder = takerSide === 1 ? this.asks : this.bids;
    const shown = this.shownOf(ladder);
    const better = [...ladder.betterThan(ticks), ...[...shown].filter((price) => ladder.isBetter(price, ticks))];
    for (const price of better) this.showLevel(ladder, price, this.lotsToShow(ladder, price));
    shown.add(ticks);
  }

  /** The first delta after a snapshot may reach over it; each further one begins where the last ended. */
  private follows({ first, last, before }: RawDepth): boolean {
    const known = this.last!;
    if (this.isFirst) return first <= known + 1 && last >= known;
    return before === undefined ? first === known + 1 : before === known;
  }

  private write({ bids, asks }: RawDepth | RawSnapshot): void {
    for (const level of bids) this.writeLevel(this.bids, level);
    for (const level of asks) this.writeLevel(this.asks, level);
  }

  private writeLevel(ladder: L2Ladder, [price, size]: RawLevel): void {
    const ticks = this.ticksOf(ladder, price);
    const lots = this.grid.lots.read(size, true);
    if (ticks > 0 && lots >= 0) ladder.set(ticks, lots);
    else this.unreadable = `a level that is no price and quantity: ${price} ${size}`;
  }

  private show(): void {
    this.shownBids.clear();
    this.shownAsks.clear();
    this.sink.reset(this.bids.toSide(), this.asks.toSide());
  }

  /** Shows what the ladders say now of all that has changed or showed something else. */
  private refresh({ bids, asks }: RawDepth): void {
    for (const [price] of bids) this.shownBids.add(this.ticksOf(this.bids, price));
    for (const [price] of asks) this.shownAsks.add(this.ticksOf(this.asks, price));
    this.touch = undefined;
    this.showAll();
    this.shownBids.clear();
    this.shownAsks.clear();
  }

  private overlay({ bid, ask }: RawQuote): void {
    const best = { bid: this.ticksOf(this.bids, bid[0]), ask: this.ticksOf(this.asks, ask[0]) };
    const { lots } = this.grid;
    this.touch = { ...best, bidLots: lots.read(bid[1], true), askLots: lots.read(ask[1], true) };
    for (const price of this.bids.betterThan(best.bid)) this.shownBids.add(price);
    for (const price of this.asks.betterThan(best.ask)) this.shownAsks.add(price);
    this.shownBids.add(best.bid);
    this.shownAsks.add(best.ask);
    this.showAll();
  }

  /** What goes comes first, so that the book is never crossed on the way. */
  private showAll(): void {
    for (const goes of [true, false]) {
      for (const ladder of [this.bids, this.asks]) {
        for (const price of this.shownOf(ladder)) {
          const lots = this.lotsToShow(ladder, price);
          if ((lots === 0) === goes) this.sink.level(sideOf(ladder), price, lots);
        }
      }
    }
  }

  /** What the newest of quote and delta says about a price. */
  private lotsToShow(ladder: L2Ladder, ticks: number): number {
    const { touch } = this;
    if (!touch) return ladder.lotsAt(ticks);
    const [best, lots] = ladder === this.bids ? [touch.bid, touch.bidLots] : [touch.ask, touch.askLots];
    if (ticks === best) return lots;
    return ladder.isBetter(ticks, best) ? 0 : ladder.lotsAt(ticks);
  }

  private ticksOf(ladder: L2Ladder, price: string): number {
    return this.grid.ticks.read(price, ladder === this.asks);
  }

  private showLevel(ladder: L2Ladder, ticks: number, lots: number): void {
    this.sink.level(sideOf(ladder), ticks, lots);
    this.shownOf(ladder).add(ticks);
  }

  private shownOf(ladder: L2Ladder): Set<number> {
    return ladder === this.bids ? this.shownBids : this.shownAsks;
  }
}

const NOTHING: BookSide = { ticks: [], lots: [] };
const NO_SNAPSHOT = 'the recording has not shown the whole book yet';

function sideOf(ladder: L2Ladder): 1 | -1 {
  return ladder.direction === -1 ? 1 : -1;
}
