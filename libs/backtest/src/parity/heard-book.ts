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

/** More than is told, so that what is better than the worst of it is seen at once in most markets. */
const MARGIN = 8;
const NOTHING = { ticks: [], lots: [] };
const MOST_KNOWN = 4_096;

/**
 * Makes changes of a book of what is told of its best levels: down to the worst that is told nothing else stands, and what is worse stays as
 * it was told last, so that an order keeps its place there. What the session itself has there is told with the level, and is taken out of it.
 */
export class HeardBook {
  /** What the session itself has at a level, as it knows, and as it was written; lots by side × ticks. */
  private readonly resting = new Map<number, number>();
  private readonly written = new Map<number, number>();
  private readonly book = new OrderBook({ filled: () => undefined, removed: () => undefined, cap: () => 0 });

  private readonly ticks = new Steps((price) => this.writer.ticksOf(Decimal.parse(price)));
  private readonly lots = new Steps((quantity) => this.writer.lotsOf(Decimal.parse(quantity)));

  constructor(private readonly writer: EventTapeWriter) {}

  /** Fewer levels of a side than `depth` are all that it has. */
  told(bids: readonly LevelText[], asks: readonly LevelText[], depth: number): void {
    const sides = [
      { side: 1, ...this.inSteps(bids) },
      { side: -1, ...this.inSteps(asks) },
    ] as const;
    for (const { side, ...told } of sides) for (const ticks of this.gone(side, told, depth)) this.set(side, ticks, 0);
    for (const { side, ...told } of sides) this.stands(side, told);
  }

  /** The session knows that so much of its own rests at a price. */
  rests(side: OrderSide, price: Decimal, quantity: Decimal): void {
    const code = side === 'BUY' ? 1 : -1;
    const level = code * this.writer.ticksOf(price);
    if (quantity.isZero) this.resting.delete(level);
    else this.resting.set(level, this.writer.lotsOf(quantity));
  }

  /**
   * What a print leaves: nothing that was better than its price, and there what was told last, since nobody knows which of the two words is
   * older. It stands behind the orders before which the print has eaten.
   */
  printed(taker: OrderSide, price: Decimal): void {
    const side = taker === 'BUY' ? -1 : 1;
    const ticks = this.writer.ticksOf(price);
    for (let best = this.bestOf(side); best !== undefined && side * best > side * ticks; best = this.bestOf(side)) this.set(side, best, 0);
    if (this.bestOf(side) === ticks) this.set(side, ticks, this.book.depth(side, 1).lots[0]!);
  }

  /** Until the next word nobody else is known to stand there. */
  left(side: OrderSide, price: Decimal): void {
    this.set(side === 'BUY' ? 1 : -1, this.writer.ticksOf(price), 0);
  }

  /** Nobody knows any more what stands there. */
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
      // The best of others is said once more with every word, so that what was taken of it is there again.
      const isNews = (isBest && others > 0) || (before.get(price) ?? 0) !== others || (this.written.get(level) ?? 0) !== own;
      if (isNews) this.set(side, price, others, own);
      if (others > 0) isBest = false;
    }
  }

  /** Prices at which its own was told. */
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

  /** What others have at a price, and what is left of the session's own there; nothing where nothing is left of theirs. */
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

/** Books say the same few amounts over and over. */
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
