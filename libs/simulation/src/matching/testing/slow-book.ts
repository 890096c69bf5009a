import type { AmendOutcome, BookSideCode, LevelArrays, QueueModel, SubmitOutcome, Ticket } from '../book-types';

interface Entry {
  /** 0 for a slice of the house. */
  order: number;
  owner: number;
  side: BookSideCode;
  ticks: number;
  lots: number;
  isCapped: boolean;
  isPostOnly: boolean;
  selfTrade: 0 | 1 | 2 | 3;
}

type Told = readonly (number | string)[];

/** What caps are made of: a reduce-only order trades no more than the position that it reduces. */
export class Positions {
  constructor(private readonly lots = new Map<number, number>()) {}

  of(owner: number): number {
    return this.lots.get(owner) ?? 0;
  }

  trade(owner: number, lots: number): void {
    if (owner !== 0) this.lots.set(owner, this.of(owner) + lots);
  }

  cap(owner: number, side: BookSideCode): number {
    return Math.max(0, -side * this.of(owner));
  }

  copy(): Positions {
    return new Positions(new Map(this.lots));
  }
}

/** The rules of a book in the plainest words: one list in order of arrival, searched and sorted anew for every step. */
export class SlowBook {
  told: Told[] = [];
  lastFilled = 0;

  constructor(
    private readonly terms: { maxOpen: number; queue: QueueModel; lowestSale: number; highestPurchase: number },
    readonly positions = new Positions(),
    public entries: Entry[] = [],
  ) {}

  /** A side's entries as takers meet them. */
  queue(side: BookSideCode): Entry[] {
    return this.entries.filter((entry) => entry.side === side).sort((a, b) => (b.ticks - a.ticks) * side);
  }

  submit(ticket: Ticket): SubmitOutcome {
    this.lastFilled = 0;
    const { side, ticks, tif, owner } = ticket;
    if (side === 1 ? ticks > this.terms.highestPurchase : ticks < this.terms.lowestSale) return 'OUT_OF_BAND';
    const rests = tif === 'GTC' || tif === 'POST_ONLY';
    if (rests && this.openOf(owner) >= this.terms.maxOpen) return 'TOO_MANY';
    if (tif === 'POST_ONLY' && this.wouldMeet(side, ticks)) return 'WOULD_TAKE';
    if (tif === 'FOK') {
      const trial = new SlowBook(this.terms, this.positions.copy(), structuredClone(this.entries));
      if (trial.submit({ ...ticket, tif: 'IOC' }) !== 'FILLED') return 'KILLED';
    }
    return this.enter(ticket);
  }

  cancel(order: number): number {
    const entry = this.find(order);
    if (entry === undefined) return 0;
    this.remove(entry);
    return entry.lots;
  }

  amend(order: number, ticks: number, lots: number): AmendOutcome {
    this.lastFilled = 0;
    const entry = this.find(order);
    if (entry === undefined) return 'UNKNOWN';
    if (entry.ticks === ticks && lots <= entry.lots) {
      entry.lots = lots;
      return 'KEPT';
    }
    const { side, owner, isCapped, isPostOnly, selfTrade } = entry;
    if (side === 1 ? ticks > this.terms.highestPurchase : ticks < this.terms.lowestSale) return 'OUT_OF_BAND';
    if (isPostOnly && this.wouldMeet(side, ticks)) return 'WOULD_TAKE';
    this.remove(entry);
    const tif = isPostOnly ? 'POST_ONLY' : 'GTC';
    const outcome = this.enter({ order, owner, side, ticks, lots, tif, selfTrade, capped: isCapped });
    return outcome === 'RESTING' ? 'MOVED' : (outcome as AmendOutcome);
  }

  setLevel(side: BookSideCode, ticks: number, lots: number): void {
    if (lots > 0) this.entries = this.entries.filter((e) => !(e.owner === 0 && e.side !== side && (ticks - e.ticks) * side >= 0));
    const slices = this.entries.filter((e) => e.owner === 0 && e.side === side && e.ticks === ticks);
    const house = slices.reduce((sum, slice) => sum + slice.lots, 0);
    if (lots > house) this.entries.push(houseEntry(side, ticks, lots - house));
    let gone = 0;
    let behind = 0;
    for (const slice of slices.toReversed()) {
      const leaving = house - lots;
      if (leaving <= 0) break;
      behind += slice.lots;
      const upToHere = this.terms.queue === 'FROM_BACK' ? Math.min(behind, leaving) : Math.ceil((behind * leaving) / house);
      slice.lots -= upToHere - gone;
      gone = upToHere;
    }
    this.entries = this.entries.filter((entry) => entry.lots > 0);
  }

  replaceHouse(bids: LevelArrays, asks: LevelArrays): void {
    for (const [side, kept] of [
      [1, bids],
      [-1, asks],
    ] as const) {
      const prices = Array.from(kept.ticks);
      this.entries = this.entries.filter((e) => e.owner !== 0 || e.side !== side || prices.includes(e.ticks));
    }
    for (let n = 0; n < bids.ticks.length; n += 1) this.setLevel(1, bids.ticks[n]!, bids.lots[n]!);
    for (let n = 0; n < asks.ticks.length; n += 1) this.setLevel(-1, asks.ticks[n]!, asks.lots[n]!);
  }

  printTrade(takerSide: BookSideCode, ticks: number, lots: number): void {
    this.trade(outsider(takerSide, ticks - takerSide, Infinity));
    this.trade(outsider(takerSide, ticks, lots));
  }

  settle(): void {
    const ask = this.queue(-1).find((entry) => entry.owner === 0);
    if (ask !== undefined) this.trade(outsider(-1, ask.ticks, Infinity));
    const bid = this.queue(1).find((entry) => entry.owner === 0);
    if (bid !== undefined) this.trade(outsider(1, bid.ticks, Infinity));
  }

  openOf(owner: number): number {
    return this.entries.filter((entry) => entry.owner === owner).length;
  }

  ahead(order: number): number {
    const entry = this.find(order)!;
    const level = this.queue(entry.side).filter((other) => other.ticks === entry.ticks);
    return level.slice(0, level.indexOf(entry)).reduce((sum, other) => sum + other.lots, 0);
  }

  depth(side: BookSideCode): { ticks: number[]; lots: number[] } {
    const sums = new Map<number, number>();
    for (const entry of this.queue(side)) sums.set(entry.ticks, (sums.get(entry.ticks) ?? 0) + entry.lots);
    return { ticks: [...sums.keys()], lots: [...sums.values()] };
  }

  /** Whether the best bid is at or above the best ask. */
  get isCrossed(): boolean {
    const [bid, ask] = [this.queue(1)[0], this.queue(-1)[0]];
    return bid !== undefined && ask !== undefined && bid.ticks >= ask.ticks;
  }

  private find(order: number): Entry | undefined {
    return this.entries.find((entry) => entry.order === order);
  }

  private remove(entry: Entry): void {
    this.entries = this.entries.filter((other) => other !== entry);
  }

  private wouldMeet(side: BookSideCode, ticks: number): boolean {
    const best = this.queue(side === 1 ? -1 : 1)[0];
    return best !== undefined && (ticks - best.ticks) * side >= 0;
  }

  private enter(ticket: Ticket): SubmitOutcome {
    const { left, isStopped } = this.trade(ticket);
    this.lastFilled = ticket.lots - left;
    if (left === 0) return 'FILLED';
    if (isStopped) return 'SELF_TRADE_STOPPED';
    if (ticket.tif === 'IOC' || ticket.tif === 'FOK') return 'LEFT_CANCELLED';
    const { order, owner, side, ticks, selfTrade, capped, tif } = ticket;
    this.entries.push({ order, owner, side, ticks, lots: left, isCapped: capped, isPostOnly: tif === 'POST_ONLY', selfTrade });
    return 'RESTING';
  }

  private trade(taker: Ticket): { left: number; isStopped: boolean } {
    let left = taker.lots;
    for (;;) {
      const maker = this.queue(taker.side === 1 ? -1 : 1)[0];
      if (left === 0 || maker === undefined || (taker.ticks - maker.ticks) * taker.side < 0) return { left, isStopped: false };
      if (taker.selfTrade !== 0 && maker.owner === taker.owner) {
        if (taker.selfTrade !== 2) this.tellRemoved(maker, 'SELF_TRADE');
        if (taker.selfTrade !== 1) return { left, isStopped: true };
        continue;
      }
      const most = maker.isCapped ? Math.min(maker.lots, this.positions.cap(maker.owner, maker.side)) : maker.lots;
      if (most === 0) {
        this.tellRemoved(maker, 'CAP');
        continue;
      }
      const lots = Math.min(left, most);
      left -= lots;
      maker.lots -= lots;
      if (maker.lots === 0) this.remove(maker);
      this.positions.trade(maker.owner, maker.side * lots);
      this.positions.trade(taker.owner, taker.side * lots);
      if (maker.order !== 0 || taker.order !== 0) this.told.push([maker.order, taker.order, maker.ticks, lots]);
    }
  }

  private tellRemoved(entry: Entry, why: string): void {
    this.remove(entry);
    this.told.push([entry.order, entry.lots, why]);
  }
}

function houseEntry(side: BookSideCode, ticks: number, lots: number): Entry {
  return { order: 0, owner: 0, side, ticks, lots, isCapped: false, isPostOnly: false, selfTrade: 0 };
}

function outsider(side: BookSideCode, ticks: number, lots: number): Ticket {
  return { order: 0, owner: 0, side, ticks, lots, tif: 'IOC', selfTrade: 0, capped: false };
}
