import type { SimOrder } from '../venue/order';

/** One order of an account; its value is replaced on each change. */
export class StoredOrder {
  /** The value with which it counts among the open orders. */
  counted: SimOrder | undefined;
  /** The venue's number for it while it is open; otherwise 0. */
  number = 0;
  /** Its index among the open orders; -1 for a closed one. */
  place = -1;
  isPast = false;

  constructor(public order: SimOrder) {}

  get isOpen(): boolean {
    return this.place >= 0;
  }
}

/** Below this many gaps a sweep is not worthwhile. */
const SWEEP_FROM = 64;

/** The open orders in order of arrival; adding and removing need no search. */
export class OpenOrders {
  private list: (StoredOrder | undefined)[] = [];
  private gaps = 0;

  get size(): number {
    return this.list.length - this.gaps;
  }

  add(stored: StoredOrder): void {
    stored.place = this.list.length;
    this.list.push(stored);
  }

  remove(stored: StoredOrder): void {
    this.list[stored.place] = undefined;
    stored.place = -1;
    this.gaps += 1;
    if (this.gaps > SWEEP_FROM && this.gaps > this.size) this.sweep();
  }

  /** Copy it before changing orders while iterating. */
  *values(): Generator<SimOrder> {
    for (const stored of this.list) if (stored) yield stored.order;
  }

  private sweep(): void {
    this.list = this.list.filter((stored) => stored !== undefined);
    this.gaps = 0;
    for (let place = 0; place < this.list.length; place += 1) this.list[place]!.place = place;
  }
}

/** A bounded list of the newest closed orders; the one closed longest ago is dropped first. */
export class PastOrders {
  private list: (StoredOrder | undefined)[] = [];
  private gone = 0;

  constructor(private readonly kept: number) {}

  get size(): number {
    return this.list.length - this.gone;
  }

  /** Returns the order that was dropped for it. */
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
