import { Decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import type { OrderBook } from '@libs/market-data';
import type { TrueBar, TrueBook } from './truth';

/** What the venue had sent when it answered may still be under way for so long. */
const UNDER_WAY_MS = 300;
/** A stream tells a book every 100 ms or so, and what was between two frames nobody was told. */
const QUESTIONS = 30;

/** The books of one subscription while somebody compares, because the venue's answer shows a moment that is gone. */
export class BookWitness {
  private seen: Set<string> | null = null;

  constructor(private readonly depth: number) {}

  saw(book: OrderBook): void {
    this.seen?.add(textOf({ bids: book.levels('bids', this.depth), asks: book.levels('asks', this.depth) }));
  }

  /** Whether an own book is, at the moment that an answer of the venue shows, the venue's to the last level. */
  async equals(own: OrderBook, ask: (depth: number) => Promise<TrueBook>): Promise<boolean> {
    for (let question = 0; question < QUESTIONS; question += 1) {
      const seen = (this.seen = new Set<string>());
      this.saw(own);
      const theirs = textOf(await ask(this.depth));
      await new Promise((resolve) => setTimeout(resolve, UNDER_WAY_MS));
      this.seen = null;
      if (seen.has(theirs)) return true;
    }
    return false;
  }
}

/** Closed bars of one symbol as a strategy is given them. */
export class BarWitness {
  readonly bars: Bar[] = [];

  saw(bar: Bar): void {
    this.bars.push(bar);
  }

  /** What is wrong with them, held against the venue's own list. */
  problems(truth: readonly TrueBar[]): string[] {
    const [first, last] = [this.bars.at(0), this.bars.at(-1)];
    if (!first || !last) return ['no bar was given'];
    const wanted = truth
      .filter(({ start }) => start >= first.start && start <= last.start)
      .map(({ start, values }) => rowOf(start, values));
    const given = this.bars.map(({ start, open, high, low, close, volume }) => rowOf(start, [open, high, low, close, volume].map(String)));
    if (given.length !== wanted.length) return [`${given.length} bars were given, the venue has ${wanted.length}`];
    return given.flatMap((row, at) => (row === wanted[at] ? [] : [`bar ${row} is ${wanted[at]} at the venue`]));
  }
}

/** Prices that were shown to anybody: none of them may be no price. */
export class PriceWitness {
  readonly wrong: string[] = [];

  saw(what: string, price: string | undefined): void {
    if (price !== undefined && !(Number(price) > 0)) this.wrong.push(`${what} with the price "${price}"`);
  }
}

function textOf({ bids, asks }: TrueBook): string {
  return [bids, asks].map((side) => side.map((level) => level.map(plain).join(' ')).join()).join('|');
}

function rowOf(start: number, values: readonly string[]): string {
  return [new Date(start).toISOString(), ...values.map(plain)].join(' ');
}

function plain(text: string): string {
  return Decimal.parse(text).toString();
}
