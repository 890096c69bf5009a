import { Decimal } from '@libs/kernel';
import type { OrderSide } from '@libs/kernel';
import type { OrderTicket } from '@libs/sdk';
import { marketKey } from '@libs/simulation';
import type { MarketInstrument, Venue, VenueMarket } from '@libs/simulation';
import { CODE_BITS, EventCode, LAST_OF_BATCH } from './event-tape';
import type { EventTape } from './event-tape';
import type { FillTerms } from './fill-terms';
import { GuessedBook } from './guessed-book';
import type { MarketNews, MarketPlayer } from './market-player';

export interface EventPlayerParts {
  readonly venue: Venue;
  readonly account: string;
  readonly instrument: MarketInstrument;
  readonly events: EventTape;
  readonly terms: Pick<FillTerms, 'slippageTicks' | 'restingQuantity'>;
}

/** A market that advances event by event along a tape of trades, with the tape's book or a guessed one. */
export class EventPlayer implements MarketPlayer {
  readonly key: string;
  readonly instrument: MarketInstrument;
  /** Index of the next event, and of the first in the last batch. */
  next = 0;
  batch = 0;
  private isHolding = false;
  private readonly market: VenueMarket;
  private readonly guessed: GuessedBook | null;

  constructor(private readonly parts: EventPlayerParts) {
    const { instrument, venue, events } = parts;
    this.instrument = instrument;
    this.market = venue.addMarket(instrument);
    this.market.isOpen = true;
    this.key = marketKey(instrument);
    this.guessed = events.hasBook ? null : new GuessedBook({ ...parts, market: this.market });
  }

  get events(): EventTape {
    return this.parts.events;
  }

  nextMove(): number {
    const { at, length } = this.parts.events;
    return this.next < length ? at[this.next]! : Infinity;
  }

  /** All events of one batch; the venue settles at the end. */
  move(): void {
    const { venue, events } = this.parts;
    const { code, at, ticks, lots } = events;
    const now = at[this.next]!;
    this.batch = this.next;
    for (let isLast = false; !isLast; this.next += 1) {
      const index = this.next;
      const kind = code[index]! & CODE_BITS;
      isLast = (code[index]! & LAST_OF_BATCH) !== 0;
      if (kind === EventCode.BID) venue.setLevel(this.key, 'BUY', ticks[index]!, lots[index]!);
      else if (kind === EventCode.ASK) venue.setLevel(this.key, 'SELL', ticks[index]!, lots[index]!);
      else if (kind === EventCode.CLEAR) venue.setHouse(this.key, EMPTY, EMPTY, now);
      else if (kind === EventCode.BUY || kind === EventCode.SELL)
        this.print(kind === EventCode.BUY ? 'BUY' : 'SELL', { ticks: ticks[index]!, lots: lots[index]!, at: now });
    }
    if (this.isHolding) this.refer(now);
    venue.moved(this.key, now);
  }

  /** Each event of the tape happens at its time. */
  goOn(): void {}

  /** Each event of the tape has done so. */
  value(): void {}

  meet({ side, type, price }: Pick<OrderTicket, 'side' | 'type' | 'price'>, at: number): boolean {
    const { events, venue } = this.parts;
    if (this.next === 0 || (!events.isHeard && at > events.at[events.length - 1]!)) return false;
    const limit = type === 'MARKET' || price === undefined ? null : this.market.prices.units(Decimal.parse(price));
    this.guessed?.meet(side, limit, at);
    this.refer(at);
    venue.moved(this.key, at);
    return true;
  }

  markBefore(): Decimal | null {
    const ticks = this.priceTicks();
    return ticks === 0 ? null : this.market.prices.value(ticks);
  }

  told({ isHolding }: MarketNews): void {
    this.isHolding = isHolding;
  }

  /** The best levels of both sides as the venue shows them. */
  depth(levels: number): { readonly bids: Levels; readonly asks: Levels } {
    return { bids: this.market.book.depth(1, levels), asks: this.market.book.depth(-1, levels) };
  }

  private print(taker: OrderSide, { ticks, lots, at }: { ticks: number; lots: number; at: number }): void {
    this.parts.venue.printTrade(this.key, taker, ticks, lots, at);
    this.guessed?.printed(taker, ticks, lots);
  }

  /**
   * The last trade price is used as mark and index price; before the first one, and without trades, the mid price, which is then the last price
   * too: coins are valued at that.
   */
  private refer(at: number): void {
    const { venue, events } = this.parts;
    const ticks = this.priceTicks();
    if (ticks === 0) return;
    const mark = this.market.prices.value(ticks);
    if (ticks !== this.market.placeOf('MARK')) venue.setReference(this.key, { mark, index: mark }, at);
    if (!events.hasPrints || this.market.last === 0) venue.setLast(this.key, ticks, at);
  }

  private priceTicks(): number {
    const { bestBid, bestAsk } = this.market.book;
    if (this.parts.events.hasPrints && this.market.last > 0) return this.market.last;
    return bestBid === undefined || bestAsk === undefined ? this.market.last : Math.floor((bestBid + bestAsk) / 2);
  }
}

interface Levels {
  readonly ticks: readonly number[];
  readonly lots: readonly number[];
}

const EMPTY = { ticks: [], lots: [] };
