import type { Decimal, Instrument, OrderSide } from '@libs/kernel';
import { InvalidTape } from './bar-tape';

/**
 * An event of a tape: sets a book level, reports a trade by its taker's side, or clears the book. A recorded tape also has the trader's own
 * quantity at a level, which precedes the level and is not visible to others.
 */
export const EventCode = { BID: 1, ASK: 2, BUY: 3, SELL: 4, CLEAR: 5, OWN_BID: 6, OWN_ASK: 7 } as const;
/** Marks the last event of a simultaneous group; the market may be read only then. */
export const LAST_OF_BATCH = 8;
export const CODE_BITS = 7;
/** Marks the last event of a batch on a recorded tape: the event that its strategies received with it. */
export const Word = { QUOTE: 16, TRADES: 32, BOOK: 64 } as const;
export type WordName = keyof typeof Word;

/** Trades of one market and its book changes if known, oldest first; in ticks and lots. */
export interface EventTape {
  readonly instrument: Instrument;
  readonly length: number;
  /** Market time, epoch milliseconds; never decreases. */
  readonly at: Float64Array;
  readonly code: Uint8Array;
  readonly ticks: Float64Array;
  readonly lots: Float64Array;
  readonly hasBook: boolean;
  readonly hasPrints: boolean;
  /** The events for strategies are marked in it, and its last book stays valid indefinitely; otherwise strategies receive every change. */
  readonly isHeard?: true;
}

/** How many groups of simultaneous events a tape has. */
export function batchesIn({ code }: EventTape): number {
  return code.reduce((sum, one) => sum + ((one & LAST_OF_BATCH) === 0 ? 0 : 1), 0);
}

const FIRST_CAPACITY = 4_096;

/**
 * Writes a tape event by event; `end` closes a simultaneous group. Throws `InvalidTape` for a value that is not a multiple of tick or lot.
 */
export class EventTapeWriter {
  private at = new Float64Array(FIRST_CAPACITY);
  private code = new Uint8Array(FIRST_CAPACITY);
  private ticks = new Float64Array(FIRST_CAPACITY);
  private lots = new Float64Array(FIRST_CAPACITY);
  private count = 0;
  private ended = 0;
  private time = -Infinity;
  private hasBook = false;
  private hasPrints = false;

  constructor(
    private readonly instrument: Instrument,
    private readonly kind: Pick<EventTape, 'isHeard'> = {},
  ) {}

  /** Clears the book; its levels follow. */
  clear(): void {
    this.hasBook = true;
    this.push(EventCode.CLEAR, 0, 0);
  }

  /** Sets the quantity of all others at a price; zero removes the level. */
  level(side: OrderSide, price: Decimal, quantity: Decimal): void {
    this.levelInSteps(side, this.ticksOf(price), this.lotsOf(quantity));
  }

  /** The same in whole ticks and lots. */
  levelInSteps(side: OrderSide, ticks: number, lots: number): void {
    this.hasBook = true;
    this.push(side === 'BUY' ? EventCode.BID : EventCode.ASK, ticks, lots);
  }

  /** Sets the recording trader's own quantity at a price; the level comes next. */
  ownInSteps(side: OrderSide, ticks: number, lots: number): void {
    this.push(side === 'BUY' ? EventCode.OWN_BID : EventCode.OWN_ASK, ticks, lots);
  }

  print(taker: OrderSide, price: Decimal, quantity: Decimal): void {
    this.printInSteps(taker, this.ticksOf(price), this.lotsOf(quantity));
  }

  /** The same in whole ticks and lots. */
  printInSteps(taker: OrderSide, ticks: number, lots: number): void {
    if (lots === 0) throw new InvalidTape(`a print of ${this.instrument.symbol} has no size`);
    this.hasPrints = true;
    this.push(taker === 'BUY' ? EventCode.BUY : EventCode.SELL, ticks, lots);
  }

  /** Marks everything written since the last call as happened at that market time; returns the index of its last event. */
  end(at: number): number {
    if (at < this.time)
      throw new InvalidTape(`the events of ${this.instrument.symbol} go back in time at ${new Date(at).toISOString()}; sort them first`);
    this.time = at;
    if (this.ended < this.count) {
      this.at.fill(at, this.ended, this.count);
      this.code[this.count - 1]! |= LAST_OF_BATCH;
      this.ended = this.count;
    }
    return this.count - 1;
  }

  /** Marks that strategies received an event with the batch ending at that index. */
  tell(place: number, word: WordName): void {
    this.code[place]! |= Word[word];
  }

  tape(): EventTape {
    const { instrument, count: length, hasBook, hasPrints } = this;
    if (this.ended !== length) throw new InvalidTape('the last events have no time');
    if (length === 0) throw new InvalidTape(`there is no event of ${instrument.symbol}`);
    const columns = { at: this.at.slice(0, length), code: this.code.slice(0, length), ticks: this.ticks.slice(0, length) };
    return { instrument, length, ...columns, lots: this.lots.slice(0, length), hasBook, hasPrints, ...this.kind };
  }

  ticksOf(price: Decimal): number {
    const { tickSize, symbol } = this.instrument;
    if (price.sign <= 0 || !price.isMultipleOf(tickSize))
      throw new InvalidTape(`a price of ${symbol} is ${price}, which is no multiple of the tick ${tickSize}`);
    return price.dividedBy(tickSize, 0).toNumber();
  }

  lotsOf(quantity: Decimal): number {
    const { lotSize, symbol } = this.instrument;
    if (quantity.sign < 0 || !quantity.isMultipleOf(lotSize))
      throw new InvalidTape(`a quantity of ${symbol} is ${quantity}, which is no multiple of the lot ${lotSize}`);
    return quantity.dividedBy(lotSize, 0).toNumber();
  }

  private push(code: number, ticks: number, lots: number): void {
    if (this.count === this.at.length) this.grow();
    this.code[this.count] = code;
    this.ticks[this.count] = ticks;
    this.lots[this.count] = lots;
    this.count += 1;
  }

  private grow(): void {
    this.at = doubled(this.at, (size) => new Float64Array(size));
    this.code = doubled(this.code, (size) => new Uint8Array(size));
    this.ticks = doubled(this.ticks, (size) => new Float64Array(size));
    this.lots = doubled(this.lots, (size) => new Float64Array(size));
  }
}

function doubled<T extends Float64Array | Uint8Array>(column: T, make: (size: number) => T): T {
  const larger = make(column.length * 2);
  larger.set(column);
  return larger;
}
