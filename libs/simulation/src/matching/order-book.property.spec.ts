import fc from 'fast-check';
import type { BookSideCode, QueueModel, SelfTradeCode, Ticket, TicketTimeInForce } from './book-types';
import { OrderBook } from './order-book';
import { Positions, SlowBook } from './testing/slow-book';

const RUNS = 250;
const STEPS = 400;
const LOWEST = 3;
const HIGHEST = 24;
const MAX_OPEN = 6;
const FIRST_CAPPED_OWNER = 4;

interface Step {
  readonly kind: 'submit' | 'cancel' | 'amend' | 'level' | 'house' | 'print';
  readonly owner: number;
  readonly side: BookSideCode;
  readonly ticks: number;
  readonly lots: number;
  readonly tif: TicketTimeInForce;
  readonly selfTrade: SelfTradeCode;
  readonly pick: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<Step['kind'][]>(
    'submit',
    'submit',
    'submit',
    'submit',
    'cancel',
    'amend',
    'amend',
    'level',
    'level',
    'print',
    'house',
  ),
  owner: fc.integer({ min: 1, max: 5 }),
  side: fc.constantFrom<BookSideCode[]>(1, -1),
  ticks: fc.integer({ min: 2, max: 25 }),
  lots: fc.integer({ min: 1, max: 12 }),
  tif: fc.constantFrom<TicketTimeInForce[]>('GTC', 'GTC', 'GTC', 'POST_ONLY', 'IOC', 'FOK'),
  selfTrade: fc.constantFrom<SelfTradeCode[]>(0, 1, 2, 3),
  pick: fc.nat(1_000),
});

/** The book and the model side by side, each with its own positions. */
class Pair {
  private readonly book: OrderBook;
  private readonly model: SlowBook;
  private told: (readonly (number | string)[])[] = [];
  private readonly orders = new Map<number, { owner: number; side: BookSideCode }>();
  private readonly positions = new Positions();
  private version = 0;

  constructor(queue: QueueModel) {
    this.book = new OrderBook(this, { maxOpenPerOwner: MAX_OPEN, queue });
    this.book.setBand(LOWEST, HIGHEST);
    this.model = new SlowBook({ maxOpen: MAX_OPEN, queue, lowestSale: LOWEST, highestPurchase: HIGHEST });
  }

  filled(maker: number, taker: number, ticks: number, lots: number): void {
    this.told.push([maker, taker, ticks, lots]);
    const [makes, takes] = [this.orders.get(maker), this.orders.get(taker)];
    if (makes !== undefined) this.positions.trade(makes.owner, makes.side * lots);
    if (takes !== undefined) this.positions.trade(takes.owner, takes.side * lots);
  }

  removed(order: number, lots: number, why: string): void {
    this.told.push([order, lots, why]);
  }

  cap(order: number): number {
    const { owner, side } = this.orders.get(order)!;
    return this.positions.cap(owner, side);
  }

  run(number: number, now: Step): void {
    const before = JSON.stringify(this.model.entries);
    switch (now.kind) {
      case 'submit':
        this.submit(number, now);
        break;
      case 'cancel':
        same(this.book.cancel(this.pick(now)), this.model.cancel(this.pick(now)));
        break;
      case 'amend':
        this.amend(now);
        break;
      default:
        this.moveMarket(now);
    }
    same(this.told, this.model.told);
    this.told = this.model.told = [];
    if (before !== JSON.stringify(this.model.entries)) same(this.book.version > this.version, true);
    this.version = this.book.version;
    same([this.book.depth(1), this.book.depth(-1)], [this.model.depth(1), this.model.depth(-1)]);
    same(this.model.isCrossed, false);
  }

  /** Every order's open lots and place, and every count. */
  compareAll(): void {
    for (const order of this.orders.keys()) {
      const entry = this.model.entries.find((other) => other.order === order);
      same([order, this.book.leaves(order), this.book.has(order)], [order, entry?.lots ?? 0, entry !== undefined]);
      if (entry !== undefined) same([order, this.book.ahead(order)], [order, this.model.ahead(order)]);
    }
    for (let owner = 1; owner <= 5; owner += 1) {
      same(this.book.openOf(owner), this.model.openOf(owner));
      const others = this.model.queue(-1).filter((entry) => entry.owner !== owner);
      if (others.every((entry) => !entry.isCapped))
        same(
          this.book.available(1, 12, owner),
          others.reduce((sum, entry) => sum + (entry.ticks <= 12 ? entry.lots : 0), 0),
        );
    }
  }

  private submit(order: number, { owner, side, ticks, lots, tif, selfTrade, pick }: Step): void {
    const capped = owner >= FIRST_CAPPED_OWNER && pick % 2 === 0;
    // How far a fill-or-kill order reaches through capped orders of its own owner is counted cautiously, by intent.
    const isUnclear = tif === 'FOK' && owner >= FIRST_CAPPED_OWNER && selfTrade === 0;
    const isDeep = (tif === 'IOC' || tif === 'FOK') && pick % 3 === 1;
    const limit = isDeep ? (side === 1 ? HIGHEST : LOWEST) : pick % 3 === 0 ? ticks : passive(side, ticks);
    const ticket: Ticket = {
      order,
      owner,
      side,
      ticks: limit,
      lots: isDeep ? lots * 4 : lots,
      tif,
      selfTrade: isUnclear ? 1 : selfTrade,
      capped,
    };
    this.orders.set(order, { owner, side });
    same(this.book.submit(ticket), this.model.submit(ticket));
    same(this.book.lastFilled, this.model.lastFilled);
  }

  private amend(now: Step): void {
    const order = this.pick(now);
    const entry = this.model.entries.find((other) => other.order === order);
    const ticks = entry === undefined || now.pick % 3 === 0 ? now.ticks : now.pick % 3 === 1 ? entry.ticks : passive(entry.side, now.ticks);
    same(this.book.amend(order, ticks, now.lots), this.model.amend(order, ticks, now.lots));
    same(this.book.lastFilled, this.model.lastFilled);
  }

  private moveMarket({ kind, side, ticks, lots, pick }: Step): void {
    for (const book of [this.book, this.model]) {
      if (kind === 'level') book.setLevel(side, passive(side, ticks), pick % 3 === 0 ? 0 : lots * 2);
      else if (kind === 'print') book.printTrade(side, side === 1 ? 11 + (ticks % 4) : 15 - (ticks % 4), lots);
      else book.replaceHouse(ladder(-1, 11 + (ticks % 5), pick), ladder(1, 11 + (ticks % 5), pick + lots));
      book.settle();
    }
  }

  private pick({ pick }: Step): number {
    const clients = this.model.entries.filter((entry) => entry.owner !== 0);
    return clients[pick % (clients.length + 1)]?.order ?? 999_999;
  }
}

/** A price on the order's own side of the middle, mostly. */
function passive(side: BookSideCode, ticks: number): number {
  return side === 1 ? 2 + (ticks % 12) : 25 - (ticks % 12);
}

/** `toEqual` for some million comparisons. */
function same(actual: unknown, expected: unknown): void {
  if (actual !== expected && JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}

/** Some levels away from `middle`, best first, with gaps and sizes from `pick`. */
function ladder(direction: 1 | -1, middle: number, pick: number): { ticks: number[]; lots: number[] } {
  const distances = [1, 2, 3, 4, 5, 6].filter((distance) => middle + direction * distance >= 1 && ((pick >> distance) & 1) === 0);
  return {
    ticks: distances.map((distance) => middle + direction * distance),
    lots: distances.map((distance) => 1 + ((pick * distance) % 17)),
  };
}

describe('OrderBook', () => {
  it.each<QueueModel>(['FROM_BACK', 'PROPORTIONAL'])(
    `does in ${RUNS * STEPS} random steps what the plainest model does, house %s`,
    (queue) => {
      fc.assert(
        fc.property(fc.array(step, { minLength: STEPS, maxLength: STEPS }), (steps) => {
          const pair = new Pair(queue);
          steps.forEach((now, n) => {
            pair.run(n + 1, now);
            if (n % 20 === 0) pair.compareAll();
          });
          pair.compareAll();
        }),
        { seed: 20_261_122, numRuns: RUNS },
      );
    },
    30_000,
  );
});
