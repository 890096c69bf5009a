import { OrderBook, SeededRandom, type BookSideCode, type SelfTradeCode, type Ticket, type TicketTimeInForce } from '@libs/simulation';

export const Kind = { ADD: 0, CANCEL: 1, AMEND: 2, CROSS: 3 } as const;
export const LEVELS_A_SIDE = 100;
/** Asks begin here, bids one tick below. */
export const MIDDLE = 10_000;
const RESTING = 10_000;
export const OWNERS = 64;
const TIMES: readonly TicketTimeInForce[] = ['GTC', 'POST_ONLY', 'IOC', 'FOK'];

/** Operations as rows, so that reading them costs the runs nothing; the first `prefill` of them fill the book. */
export class OpStream {
  readonly prefill: number;
  readonly length: number;
  readonly kind: Uint8Array;
  readonly order: Int32Array;
  readonly owner: Int32Array;
  readonly side: Int8Array;
  readonly ticks: Int32Array;
  readonly lots: Int32Array;
  /** Amendments only: the lots that the order had traded before. */
  readonly filled: Int32Array;
  private readonly time: Uint8Array;
  private readonly selfTrade: Uint8Array;

  constructor(
    readonly maxOpenPerOwner: number,
    prefill: number,
    operations: number,
  ) {
    this.prefill = prefill;
    this.length = prefill + operations;
    this.kind = new Uint8Array(this.length);
    this.order = new Int32Array(this.length);
    this.owner = new Int32Array(this.length);
    this.side = new Int8Array(this.length);
    this.ticks = new Int32Array(this.length);
    this.lots = new Int32Array(this.length);
    this.filled = new Int32Array(this.length);
    this.time = new Uint8Array(this.length);
    this.selfTrade = new Uint8Array(this.length);
  }

  put(at: number, kind: number, ticket: Ticket): void {
    this.kind[at] = kind;
    this.order[at] = ticket.order;
    this.owner[at] = ticket.owner;
    this.side[at] = ticket.side;
    this.ticks[at] = ticket.ticks;
    this.lots[at] = ticket.lots;
    this.time[at] = TIMES.indexOf(ticket.tif);
    this.selfTrade[at] = ticket.selfTrade;
  }

  read(at: number, into: Ticket): Ticket {
    into.order = this.order[at]!;
    into.owner = this.owner[at]!;
    into.side = this.side[at]! as BookSideCode;
    into.ticks = this.ticks[at]!;
    into.lots = this.lots[at]!;
    into.tif = TIMES[this.time[at]!]!;
    into.selfTrade = this.selfTrade[at]! as SelfTradeCode;
    return into;
  }
}

export interface StreamTerms {
  readonly seed: number;
  readonly operations: number;
  readonly maxOpenPerOwner: number;
}

/**
 * 50 % adds, 35 % cancels, 10 % amends and 5 % crossing orders around a full book. A crossing order takes about three resting
 * ones, which is what keeps their number where it is: each kind is drawn from what rests at that moment.
 */
export function opStream({ seed, operations, maxOpenPerOwner }: StreamTerms): OpStream {
  const stream = new OpStream(maxOpenPerOwner, RESTING, operations);
  const crowd = new Crowd(seed, maxOpenPerOwner);
  for (let at = 0; at < stream.length; at += 1) {
    const draw = at < RESTING ? 0 : crowd.random.uniform();
    if (draw < 0.5) stream.put(at, Kind.ADD, crowd.add());
    else if (draw < 0.85) stream.put(at, Kind.CANCEL, crowd.cancel());
    else if (draw < 0.95) {
      const ticket = crowd.amend();
      stream.put(at, Kind.AMEND, ticket);
      stream.filled[at] = crowd.filledOf(ticket.order);
    } else stream.put(at, Kind.CROSS, crowd.cross());
  }
  return stream;
}

/** Invents the operations, and keeps a book of its own to know what rests. */
class Crowd {
  readonly random: SeededRandom;
  private readonly book: OrderBook;
  private readonly resting: Ticket[] = [];
  private readonly places = new Map<number, number>();
  /** Lots that resting orders traded so far. */
  private readonly traded = new Map<number, number>();
  private orders = 0;

  constructor(seed: number, maxOpenPerOwner: number) {
    this.random = new SeededRandom(seed);
    this.book = new OrderBook(this, { maxOpenPerOwner });
  }

  filled(maker: number, _taker: number, _ticks: number, lots: number): void {
    this.traded.set(maker, this.filledOf(maker) + lots);
    if (!this.book.has(maker)) this.forget(maker);
  }

  filledOf(order: number): number {
    return this.traded.get(order) ?? 0;
  }

  removed(order: number): void {
    this.forget(order);
  }

  cap(): number {
    return 0;
  }

  add(): Ticket {
    const side = this.random.next() % 2 === 0 ? 1 : -1;
    const ticket = this.ticket(side, this.price(side), this.size());
    if (this.random.next() % 5 === 0) ticket.tif = 'POST_ONLY';
    if (this.book.submit(ticket) === 'RESTING') {
      this.places.set(ticket.order, this.resting.length);
      this.resting.push(ticket);
    }
    return ticket;
  }

  cancel(): Ticket {
    const ticket = this.pick();
    this.book.cancel(ticket.order);
    this.forget(ticket.order);
    return ticket;
  }

  amend(): Ticket {
    const ticket = this.pick();
    const leaves = this.book.leaves(ticket.order);
    const draw = this.random.next() % 4;
    const ticks = draw === 3 ? this.price(ticket.side) : ticket.ticks;
    const lots = draw < 2 && leaves > 1 ? Math.floor(leaves / 2) : leaves + 10;
    const amended = { ...ticket, ticks, lots };
    this.book.amend(ticket.order, ticks, lots);
    this.resting[this.places.get(ticket.order)!] = amended;
    return amended;
  }

  cross(): Ticket {
    const side = this.random.next() % 2 === 0 ? 1 : -1;
    const thirst = 1 + (this.resting.length - RESTING) / 500;
    const lots = Math.max(1, Math.round((60 + (this.random.next() % 120)) * thirst));
    const ticket = this.ticket(side, MIDDLE + side * 20, lots);
    ticket.tif = this.random.next() % 8 === 0 ? 'FOK' : 'IOC';
    ticket.selfTrade = (1 + (this.random.next() % 3)) as SelfTradeCode;
    this.book.submit(ticket);
    return ticket;
  }

  private ticket(side: BookSideCode, ticks: number, lots: number): Ticket {
    const owner = 1 + (this.random.next() % OWNERS);
    return { order: (this.orders += 1), owner, side, ticks, lots, tif: 'GTC', selfTrade: 0, capped: false };
  }

  /** Most near the middle, where the crossing orders eat, and enough everywhere that no level is ever empty for long. */
  private price(side: BookSideCode): number {
    const draw = this.random.uniform();
    const distance = Math.floor((this.random.next() % 2 === 0 ? draw ** 5 : draw) * LEVELS_A_SIDE);
    return side === 1 ? MIDDLE - 1 - distance : MIDDLE + distance;
  }

  private size(): number {
    return 1 + (this.random.next() % 80);
  }

  private pick(): Ticket {
    return this.resting[this.random.next() % this.resting.length]!;
  }

  private forget(order: number): void {
    const at = this.places.get(order)!;
    const last = this.resting.pop()!;
    this.places.delete(order);
    this.traded.delete(order);
    if (last.order === order) return;
    this.resting[at] = last;
    this.places.set(last.order, at);
  }
}
