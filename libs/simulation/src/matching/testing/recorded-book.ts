import { type BookOptions, type BookSink, type Ticket } from '../book-types';
import { OrderBook } from '../order-book';

/** A book that writes down what its sink hears: fills as maker, taker, ticks, lots. */
export class RecordedBook implements BookSink {
  readonly heard: (readonly (number | string)[])[] = [];
  /** Caps by order; an order without one has none left. */
  readonly caps = new Map<number, number>();
  readonly book: OrderBook;
  onFill: (maker: number) => void = () => {};

  constructor(options: BookOptions = {}) {
    this.book = new OrderBook(this, options);
  }

  filled(maker: number, taker: number, ticks: number, lots: number): void {
    this.heard.push([maker, taker, ticks, lots]);
    for (const order of [maker, taker]) if (this.caps.has(order)) this.caps.set(order, this.caps.get(order)! - lots);
    this.onFill(maker);
  }

  removed(order: number, lots: number, why: 'SELF_TRADE' | 'CAP'): void {
    this.heard.push([order, lots, why]);
  }

  cap(order: number): number {
    return this.caps.get(order) ?? 0;
  }
}

/** An order whose owner, unless said otherwise, owns nothing else. */
export function buy(order: number, lots: number, ticks: number, more: Partial<Ticket> = {}): Ticket {
  return { order, owner: order, side: 1, ticks, lots, tif: 'GTC', selfTrade: 0, capped: false, ...more };
}

export function sell(order: number, lots: number, ticks: number, more: Partial<Ticket> = {}): Ticket {
  return { ...buy(order, lots, ticks, more), side: -1 };
}

export const levels = (...pairs: readonly (readonly [number, number])[]) => ({
  ticks: pairs.map(([ticks]) => ticks),
  lots: pairs.map(([, lots]) => lots),
});
