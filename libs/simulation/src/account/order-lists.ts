import type { SimOrder } from '../venue/order';
import type { Occupied } from './open-sums';

/** One order of an account through all its values. */
export class StoredOrder {
  /** What it counts with among the open orders. */
  occupied: Occupied | undefined;
  /** Under which a venue carries it while it is open; 0 outside of one. */
  number = 0;
  isOpen = false;
  isPast = false;
  older: StoredOrder | undefined;
  newer: StoredOrder | undefined;

  constructor(public order: SimOrder) {}
}

/** The open orders as they came; joining and leaving take no search. */
export class OpenOrders {
  private count = 0;
  private oldest: StoredOrder | undefined;
  private newest: StoredOrder | undefined;

  get size(): number {
    return this.count;
  }

  add(stored: StoredOrder): void {
    stored.isOpen = true;
    stored.older = this.newest;
    if (this.newest) this.newest.newer = stored;
    else this.oldest = stored;
    this.newest = stored;
    this.count += 1;
  }

  remove(stored: StoredOrder): void {
    const { older, newer } = stored;
    if (older) older.newer = newer;
    else this.oldest = newer;
    if (newer) newer.older = older;
    else this.newest = older;
    stored.older = stored.newer = undefined;
    stored.isOpen = false;
    this.count -= 1;
  }

  /** To be copied by who changes orders on the way. */
  *values(): Generator<SimOrder> {
    for (let stored = this.oldest; stored; stored = stored.newer) yield stored.order;
  }
}

/** The newest so many closed orders, the longest closed first. */
export class PastOrders {
  private list: (StoredOrder | undefined)[] = [];
  private gone = 0;

  constructor(private readonly kept: number) {}

  get size(): number {
    return this.list.length - this.gone;
  }

  /** Answers what had to go for it. */
  add(stored: StoredOrder): StoredOrder | undefined {
    stored.isPast = true;
    this.list.push(stored);
    return this.size > this.kept ? this.dropOldest() : undefined;
  }

  *values(): Generator<SimOrder> {
    for (let at = this.gone; at < this.list.length; at += 1) yield this.list[at]!.order;
  }

  private dropOldest(): StoredOrder | undefined {
    const dropped = this.list[this.gone];
    this.list[this.gone] = undefined;
    this.gone += 1;
    if (this.gone > this.kept) {
      this.list = this.list.slice(this.gone);
      this.gone = 0;
    }
    return dropped;
  }
}
