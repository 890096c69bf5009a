import { OrderBook, TriggerIndex, type BookSink, type Ticket } from '@libs/simulation';
import { Kind, LEVELS_A_SIDE, MIDDLE, OWNERS, type OpStream } from './op-stream';

const TRIGGERS = 2_000;

/** A book with order caps, self-trade prevention and armed triggers, as a stream drives it. */
export class DrivenBook implements BookSink {
  readonly book: OrderBook;
  readonly counts = { fills: 0, tradedLots: 0, triggered: 0, selfTrades: 0, tooMany: 0, unknown: 0 };
  private readonly triggers = new TriggerIndex();
  private readonly ticket: Ticket = { order: 0, owner: 0, side: 1, ticks: 0, lots: 0, tif: 'GTC', selfTrade: 0, capped: false };
  private readonly hit = (id: number): void => this.triggered(id);

  constructor(private readonly stream: OpStream) {
    this.book = new OrderBook(this, { maxOpenPerOwner: stream.maxOpenPerOwner });
    this.book.setBand(MIDDLE - 2 * LEVELS_A_SIDE, MIDDLE + 2 * LEVELS_A_SIDE);
    for (let id = 1; id <= TRIGGERS; id += 1) this.arm(id, 2 + (id % 50));
  }

  filled(_maker: number, _taker: number, ticks: number, lots: number): void {
    this.counts.fills += 1;
    this.counts.tradedLots += lots;
    this.triggers.fire(ticks, this.hit);
  }

  removed(): void {
    this.counts.selfTrades += 1;
  }

  cap(): number {
    return 0;
  }

  run(from: number, to: number): void {
    const { stream, book, counts } = this;
    for (let at = from; at < to; at += 1) {
      switch (stream.kind[at]) {
        case Kind.CANCEL:
          if (book.cancel(stream.order[at]!) === 0) counts.unknown += 1;
          break;
        case Kind.AMEND:
          if (book.amend(stream.order[at]!, stream.ticks[at]!, stream.lots[at]!) === 'UNKNOWN') counts.unknown += 1;
          break;
        default:
          if (book.submit(stream.read(at, this.ticket)) === 'TOO_MANY') counts.tooMany += 1;
      }
    }
  }

  get resting(): number {
    let sum = 0;
    for (let owner = 1; owner <= OWNERS; owner += 1) sum += this.book.openOf(owner);
    return sum;
  }

  /** Throws unless orders, levels and counts tell the same story after `to` operations. */
  check(to: number): void {
    const { stream, book } = this;
    const seen = new Set<number>();
    let orders = 0;
    let lots = 0;
    for (let at = 0; at < to; at += 1) {
      const order = stream.order[at]!;
      if (seen.has(order) || !book.has(order)) continue;
      seen.add(order);
      orders += 1;
      lots += book.leaves(order);
    }
    const [bids, asks] = [book.depth(1), book.depth(-1)];
    const shown = [...bids.lots, ...asks.lots].reduce((sum, level) => sum + level, 0);
    const facts = { orders, resting: this.resting, lots, shown, bid: book.bestBid, ask: book.bestAsk, ...this.counts };
    const isWhole = orders === this.resting && lots === shown && book.bestBid! < book.bestAsk! && this.counts.unknown === 0;
    const isFull = Math.abs(orders - 10_000) < 1_000 && bids.ticks.length + asks.ticks.length > 2 * LEVELS_A_SIDE - 20;
    const didAll = this.counts.fills > 0 && this.counts.triggered > 0 && this.counts.selfTrades > 0 && this.counts.tooMany > 0;
    if (!isWhole || !isFull || !didAll) throw new Error(`the book is not what the stream should have left: ${JSON.stringify(facts)}`);
  }

  /** A triggered order waits anew, a little further away, so that their number stays. */
  private triggered(id: number): void {
    this.counts.triggered += 1;
    this.arm(id, 2 + ((id * 7 + this.counts.triggered) % 50));
  }

  private arm(id: number, distance: number): void {
    if (id % 2 === 0) this.triggers.add(id, 'RISE', MIDDLE + distance);
    else this.triggers.add(id, 'FALL', MIDDLE - 1 - distance);
  }
}
