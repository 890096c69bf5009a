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
 * it was told last, so that an order keeps its place there.
 */
export class HeardBook {
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
    for (const { side, ticks, lots } of sides) {
      const known = this.book.depth(side, ticks.length + MARGIN);
      const before = new Map(known.ticks.map((price, rank) => [price, known.lots[rank]]));
      // The best is said once more with every word, so that what was taken of it is there again.
      for (const [rank, price] of ticks.entries()) if (rank === 0 || before.get(price) !== lots[rank]) this.set(side, price, lots[rank]!);
    }
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
    this.writer.clear();
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
      return reached.filter((price) => !kept.has(price));
    }
  }

  private set(side: BookSideCode, ticks: number, lots: number): void {
    this.book.setLevel(side, ticks, lots);
    this.writer.levelInSteps(side === 1 ? 'BUY' : 'SELL', ticks, lots);
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
