import { Decimal } from '@libs/kernel';
import type { OrderSide } from '@libs/kernel';
import type { LevelText } from '@libs/sdk';
import { OrderBook } from '@libs/simulation';
import type { BookSideCode } from '@libs/simulation';
import type { EventTapeWriter } from '../run/event-tape';

/** Best levels of a side, best first. */
interface Told {
  readonly ticks: readonly number[];
  readonly lots: readonly number[];
}

/** More than is delivered, so that in most markets anything better than the worst level is seen at once. */
const MARGIN = 8;
const NOTHING = { ticks: [], lots: [] };
const MOST_KNOWN = 4_096;

/**
 * Derives book changes from delivered best levels: down to the worst delivered level nothing else exists, and levels beyond stay as last
 * delivered, so that an order keeps its place there. The session's own quantity is reported with the level and removed from it.
 */
export class HeardBook {
  /** The session's own quantity at a level, as known and as written; lots by side × ticks. */
  private readonly resting = new Map<number, number>();
  private readonly written = new Map<number, number>();
  private readonly book = new OrderBook({ filled: () => undefined, removed: () => undefined, cap: () => 0 });

  private readonly ticks = new Steps((price) => this.writer.ticksOf(Decimal.parse(price)));
  private readonly lots = new Steps((quantity) => this.writer.lotsOf(Decimal.parse(quantity)));

  constructor(private readonly writer: EventTapeWriter) {}

  /** Fewer levels than `depth` are the whole side. */
  told(bids: readonly LevelText[], asks: readonly LevelText[], depth: number): void {
    const sides = [
      { side: 1, ...this.inSteps(bids) },
      { side: -1, ...this.inSteps(asks) },
    ] as const;
    for (const { side, ...told } of sides) for (const ticks of this.gone(side, told, depth)) this.set(side, ticks, 0);
    for (const { side, ...told } of sides) this.stands(side, told);
  }

  /** The session's own quantity now resting at a price. */
  rests(side: OrderSide, price: Decimal, quantity: Decimal): void {
    const code = side === 'BUY' ? 1 : -1;
    const level = code * this.writer.ticksOf(price);
    if (quantity.isZero) this.resting.delete(level);
    else this.resting.set(level, this.writer.lotsOf(quantity));
  }

  /**
   * The book after a trade: everything better than its price is gone, and its price keeps the last delivered quantity, because it is
   * unknown which of the two is newer. It ranks behind the orders ahead of which the trade has executed.
   */
  printed(taker: OrderSide, price: Decimal): void {
    const side = taker === 'BUY' ? -1 : 1;
    const ticks = this.writer.ticksOf(price);
    for (let best = this.bestOf(side); best !== undefined && side * best > side * ticks; best = this.bestOf(side)) this.set(side, best, 0);
    if (this.bestOf(side) === ticks) this.set(side, ticks, this.book.depth(side, 1).lots[0]!);
  }

  /** Until the next event nobody else is known to be there. */
  left(side: OrderSide, price: Decimal): void {
    this.set(side === 'BUY' ? 1 : -1, this.writer.ticksOf(price), 0);
  }

  /** The quantity there is unknown from now on. */
  lost(): void {
    this.book.replaceHouse(NOTHING, NOTHING);
    this.written.clear();
    this.writer.clear();
  }

  private stands(side: BookSideCode, { ticks, lots }: Told): void {
    const known = this.book.depth(side, ticks.length + MARGIN);
    const before = new Map(known.ticks.map((price, rank) => [price, known.lots[rank]]));
    let isBest = true;
    for (const [rank, price] of ticks.entries()) {
      const level = side * price;
      const own = Math.min(this.resting.get(level) ?? 0, lots[rank]!);
      const others = lots[rank]! - own;
      // The others' best level is repeated with every event, so that what was taken from it is restored.
      const isNews = (isBest && others > 0) || (before.get(price) ?? 0) !== others || (this.written.get(level) ?? 0) !== own;
      if (isNews) this.set(side, price, others, own);
      if (others > 0) isBest = false;
    }
  }

  /** Prices at which its own quantity was reported. */
  private ownOn(side: BookSideCode): readonly number[] {
    return [...this.written.keys()].filter((level) => level * side > 0).map((level) => level * side);
  }

  private bestOf(side: BookSideCode): number | undefined {
    return side === 1 ? this.book.bestBid : this.book.bestAsk;
  }

  private gone(side: BookSideCode, { ticks }: Told, depth: number): readonly number[] {
    const worst = ticks.length < depth ? -Infinity : side * ticks.at(-1)!;
    const kept = new Set(ticks);
    for (let levels = ticks.length + MARGIN; ; levels *= 2) {
      const found = this.book.depth(side, levels).ticks;
      const reached = found.filter((price) => side * price >= worst);
      if (reached.length === found.length && found.length === levels) continue;
      const own = this.ownOn(side).filter((price) => side * price >= worst);
      return [...new Set([...reached, ...own])].filter((price) => !kept.has(price));
    }
  }

  /** The others' quantity at a price, and the session's own; own is zero if nothing of theirs is left. */
  private set(side: BookSideCode, ticks: number, lots: number, own = lots === 0 ? 0 : (this.written.get(side * ticks) ?? 0)): void {
    const name = side === 1 ? 'BUY' : 'SELL';
    if (own !== (this.written.get(side * ticks) ?? 0)) this.writer.ownInSteps(name, ticks, own);
    if (own === 0) this.written.delete(side * ticks);
    else this.written.set(side * ticks, own);
    this.book.setLevel(side, ticks, lots);
    this.writer.levelInSteps(name, ticks, lots);
  }

  private inSteps(levels: readonly LevelText[]): Told {
    return { ticks: levels.map(([price]) => this.ticks.of(price)), lots: levels.map(([, quantity]) => this.lots.of(quantity)) };
  }
}

/** Books repeat the same few amounts. */
class Steps {
  private readonly known = new Map<string, number>();

  constructor(private readonly read: (text: string) => number) {}

  of(text: string): number {
    const found = this.known.get(text) ?? this.read(text);
    if (this.known.size > MOST_KNOWN) this.known.clear();
    this.known.set(text, found);
    return found;
  }
}
