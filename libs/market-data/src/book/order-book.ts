import { Decimal } from '@libs/kernel';
import type { Quote } from '@libs/kernel';
import type { BookChange, BookSnapshot, LevelText } from '@libs/sdk';
import { BookSide } from './book-side';
import { HeldChanges } from './held-changes';
import { InvalidLevel, TooFine, decimalsOf, fromScaled, toScaled } from './scaled-number';

export interface OrderBookOptions {
  /** Levels per side that the subscription promises. */
  readonly depth: number;
  /** Initial fraction digits of prices: those of the tick size. */
  readonly priceScale: number;
  /** Initial fraction digits of quantities: those of the lot size. */
  readonly quantityScale: number;
  /** The codec's `checksum`, if the venue sends one. */
  readonly checksum?: (bids: readonly LevelText[], asks: readonly LevelText[]) => number;
  /** The venue does not report levels that drop out of the depth, so they are cut off. */
  readonly cutsToDepth?: boolean;
}

export type BookOutcome =
  | { readonly kind: 'applied' }
  /** A duplicate, older than the book, or a change without a known book; the latter are kept for a requested snapshot. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'broken'; readonly reason: 'GAP' | 'CROSSED'; readonly message: string };

/** A double holds no more digits. */
const MOST_DECIMALS = 15;
const APPLIED: BookOutcome = Object.freeze({ kind: 'applied' });
const IGNORED: BookOutcome = Object.freeze({ kind: 'ignored' });

/** The fields by which a delta continues a book. */
type Content = Pick<BookChange, 'bids' | 'asks' | 'last' | 'at' | 'checksum'>;

/**
 * One order book of a symbol and depth. Resting orders can be finer than the current steps, so the scale grows with the levels. It shows
 * data only while nothing is missing; once broken, or after an unreadable level, only a snapshot completes it again.
 */
export class OrderBook {
  private readonly bids: BookSide;
  private readonly asks: BookSide;
  private readonly held = new HeldChanges();
  private readonly scales: { price: number; quantity: number };
  private whole = false;
  private number = -1;
  private time = 0;
  /** The snapshot was requested separately, so the first delta may overlap it. */
  private isLoaded = false;

  constructor(private readonly options: OrderBookOptions) {
    this.scales = { price: options.priceScale, quantity: options.quantityScale };
    const keepsTexts = options.checksum !== undefined;
    this.bids = new BookSide(1, keepsTexts);
    this.asks = new BookSide(-1, keepsTexts);
  }

  /** True if it equals, level by level, the venue's book at update `last`. */
  get isWhole(): boolean {
    return this.whole;
  }

  /** Number of the newest update in it; -1 before the first. */
  get last(): number {
    return this.number;
  }

  /** Venue time of the newest update, milliseconds; 0 before the first. */
  get at(): number {
    return this.time;
  }

  /** Fraction digits of the integers below; increases when a finer level arrives. */
  get priceScale(): number {
    return this.scales.price;
  }

  get quantityScale(): number {
    return this.scales.quantity;
  }

  /** In units of `10^-priceScale`; 0 if there is no bid or the book is incomplete. */
  get bestBid(): number {
    return this.whole ? this.bids.bestPrice : 0;
  }

  /** As `bestBid`. */
  get bestAsk(): number {
    return this.whole ? this.asks.bestPrice : 0;
  }

  /** In units of `10^-quantityScale`; 0 if there is no bid or the book is incomplete. */
  get bestBidQuantity(): number {
    return this.whole ? this.bids.bestQuantity : 0;
  }

  /** As `bestBidQuantity`. */
  get bestAskQuantity(): number {
    return this.whole ? this.asks.bestQuantity : 0;
  }

  /** Processes a stream event, in order; throws `InvalidLevel` for an unreadable level. */
  apply(change: BookChange): BookOutcome {
    if (change.kind === 'snapshot') return this.replace(change);
    if (!this.whole) {
      this.held.add(change);
      return IGNORED;
    }
    if (change.last <= this.number) return this.isOlder(change) ? IGNORED : this.lose(change, 'numbers begin anew without a snapshot');
    if (!this.continuesWith(change)) return this.lose(change, 'what lies between was lost');
    this.isLoaded = false;
    return this.write(change, false);
  }

  /**
   * Processes a separately requested snapshot, then the deltas kept for it. `broken` if the snapshot is too old for them; request a newer
   * one.
   */
  load(snapshot: BookSnapshot): BookOutcome {
    if (this.whole && snapshot.last <= this.number) return IGNORED;
    const waiting = this.held.take();
    let outcome = this.write(snapshot, true);
    this.isLoaded = true;
    for (let next = 0; next < waiting.length; next += 1) {
      if (outcome.kind !== 'broken') outcome = this.apply(waiting[next]!);
      else this.held.add(waiting[next]!);
    }
    return outcome.kind === 'broken' ? outcome : APPLIED;
  }

  /** Forgets everything. */
  reset(): void {
    this.clear();
    this.held.take();
    this.number = -1;
    this.time = 0;
  }

  /** The best prices; null if a side is empty or the book is incomplete. */
  best(): Quote | null {
    const { bids, asks } = this;
    if (!this.whole || bids.size === 0 || asks.size === 0) return null;
    const { priceScale, quantityScale } = this;
    return {
      bid: Decimal.fromUnits(BigInt(bids.bestPrice), priceScale),
      bidSize: Decimal.fromUnits(BigInt(bids.bestQuantity), quantityScale),
      ask: Decimal.fromUnits(BigInt(asks.bestPrice), priceScale),
      askSize: Decimal.fromUnits(BigInt(asks.bestQuantity), quantityScale),
    };
  }

  /** At most `count` levels, best first, in shortest decimal text; none if the book is incomplete. */
  levels(side: 'bids' | 'asks', count: number): readonly LevelText[] {
    if (!this.whole) return [];
    const from = this[side];
    const { priceScale, quantityScale } = this;
    return Array.from({ length: Math.min(count, from.size) }, (_, rank): LevelText => [
      fromScaled(from.priceAt(rank), priceScale),
      fromScaled(from.quantityAt(rank), quantityScale),
    ]);
  }

  /** The stream is ordered, so everything before a snapshot in it is obsolete. */
  private replace(change: BookChange): BookOutcome {
    this.held.take();
    // An unchanged best level is sent again with its number; https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook
    const isRepeated = this.whole && change.last === this.number && this.options.depth === 1 && this.showsSame(change);
    if (isRepeated) return IGNORED;
    this.isLoaded = false;
    return this.write(change, true);
  }

  private showsSame({ bids, asks }: BookChange): boolean {
    return this.isSameTop(this.bids, bids[0]) && this.isSameTop(this.asks, asks[0]);
  }

  private isSameTop(side: BookSide, level: LevelText | undefined): boolean {
    if (!level) return side.size === 0;
    const { price, quantity } = this.scales;
    const isThere = (text: string, scale: number, units: number): boolean => decimalsOf(text) <= scale && toScaled(text, scale) === units;
    return isThere(level[0], price, side.bestPrice) && isThere(level[1], quantity, side.bestQuantity);
  }

  /** A lower number with a later time is not a repeat: the venue restarted and its snapshot was lost. */
  private isOlder(change: BookChange): boolean {
    return this.isLoaded || change.at <= this.time;
  }

  private continuesWith({ first, previous }: BookChange): boolean {
    if (this.isLoaded) return (previous ?? first - 1) <= this.number;
    return previous === undefined ? first <= this.number + 1 : previous === this.number;
  }

  private write(content: Content | BookSnapshot, isSnapshot: boolean): BookOutcome {
    const { bids, asks } = this;
    this.whole = false;
    if (isSnapshot) this.clear();
    this.writeSides(content, isSnapshot);
    this.number = content.last;
    this.time = content.at;
    if (bids.size > 0 && asks.size > 0 && bids.bestPrice >= asks.bestPrice) return this.crossed();
    const mismatch = this.options.checksum === undefined ? null : this.mismatch((content as Content).checksum);
    if (mismatch) return mismatch;
    this.whole = true;
    return APPLIED;
  }

  private writeSides(content: Content | BookSnapshot, isSnapshot: boolean): void {
    const { bids, asks } = this;
    try {
      this.writeSide(bids, content.bids, isSnapshot);
      this.writeSide(asks, content.asks, isSnapshot);
    } catch (error) {
      if (!(error instanceof TooFine) || !this.refine([...content.bids, ...content.asks])) throw error;
      // Levels are absolute, so writing them again is harmless.
      this.writeSide(bids, content.bids, isSnapshot);
      this.writeSide(asks, content.asks, isSnapshot);
    }
  }

  /** Raises the scale to that of these levels; false if no number could represent them. */
  private refine(levels: readonly LevelText[]): boolean {
    const { price, quantity } = this.scales;
    const finest = levels.reduce(
      (most, level) => ({ price: Math.max(most.price, decimalsOf(level[0])), quantity: Math.max(most.quantity, decimalsOf(level[1])) }),
      { price, quantity },
    );
    if (Math.max(finest.price, finest.quantity) > MOST_DECIMALS) return false;
    for (const side of [this.bids, this.asks]) side.refine(finest.price - price, finest.quantity - quantity);
    Object.assign(this.scales, finest);
    return true;
  }

  private writeSide(side: BookSide, levels: readonly LevelText[], isSnapshot: boolean): void {
    const { depth, cutsToDepth } = this.options;
    const { price: priceScale, quantity: quantityScale } = this.scales;
    const { length } = levels;
    for (let at = 0; at < length; at += 1) {
      // A snapshot lists the best first; from its end each level is appended after the one before.
      const level = levels[isSnapshot ? length - 1 - at : at]!;
      const price = toScaled(level[0], priceScale);
      if (price === 0) throw new InvalidLevel(`a level at the price ${level[0]}`);
      side.set(price, toScaled(level[1], quantityScale), level);
    }
    if (cutsToDepth) side.cut(depth);
  }

  private mismatch(expected: number | undefined): BookOutcome | null {
    if (expected === undefined) return null;
    const own = this.options.checksum!(this.writtenLevels(this.bids), this.writtenLevels(this.asks));
    if (own === expected) return null;
    return this.broken('GAP', `the checksum of the book is ${own}, the venue says ${expected}`);
  }

  private writtenLevels(side: BookSide): LevelText[] {
    return Array.from({ length: Math.min(side.size, this.options.depth) }, (_, rank) => side.textAt(rank));
  }

  private lose(change: BookChange, why: string): BookOutcome {
    const { first, last, previous } = change;
    const claim = previous === undefined ? '' : ` (after ${previous})`;
    const message = `update ${first}${first === last ? '' : ` to ${last}`}${claim} came after ${this.number}: ${why}`;
    this.held.add(change);
    return this.broken('GAP', message);
  }

  private crossed(): BookOutcome {
    const { priceScale } = this;
    const [bid, ask] = [this.bids, this.asks].map((side) => fromScaled(side.bestPrice, priceScale));
    return this.broken('CROSSED', `after update ${this.number} the best bid ${bid} reaches the best ask ${ask}`);
  }

  private broken(reason: 'GAP' | 'CROSSED', message: string): BookOutcome {
    this.whole = false;
    return { kind: 'broken', reason, message };
  }

  private clear(): void {
    this.whole = false;
    this.isLoaded = false;
    this.bids.clear();
    this.asks.clear();
  }
}
