import {
  SelfTrade,
  type AmendOutcome,
  type BookOptions,
  type BookSideCode,
  type BookSink,
  type LevelArrays,
  type QueueModel,
  type SelfTradeCode,
  type SubmitOutcome,
  type Ticket,
} from './book-types';
import { joinHouse, leaveHouse } from './house-queue';
import { NodeFlag, NodePool, POLICY_SHIFT } from './node-pool';
import { OrderPlaces } from './order-places';
import { PriceLadder } from './price-ladder';
import { reach } from './reach';

/**
 * One market's orders in price-time priority, in whole ticks and lots: clients' orders and, as owner 0, the market's own liquidity. Every
 * call may trade; the sink is called before the call returns.
 */
export class OrderBook {
  /** Incremented with each change, so that publishers can detect updates. */
  version = 0;
  /** Lots that the last `submit` or `amend` traded immediately. */
  lastFilled = 0;
  private readonly nodes = new NodePool();
  private readonly bids = new PriceLadder(1, this.nodes);
  private readonly asks = new PriceLadder(-1, this.nodes);
  private readonly places = new OrderPlaces();
  private readonly maxOpen: number;
  private readonly queue: QueueModel;
  private open = new Int32Array(64);
  private lowestSale = 0;
  private highestPurchase = Infinity;
  private isStopped = false;
  /** The market itself as a taker. */
  private readonly outside: Ticket = emptyTicket();
  /** An amended order that re-enters the book. */
  private readonly again: Ticket = emptyTicket();

  constructor(
    private readonly sink: BookSink,
    { maxOpenPerOwner = Infinity, queue = 'FROM_BACK' }: BookOptions = {},
  ) {
    this.maxOpen = maxOpenPerOwner;
    this.queue = queue;
  }

  get bestBid(): number | undefined {
    return this.bids.size === 0 ? undefined : this.bids.ticks[this.bids.at(0)];
  }

  get bestAsk(): number | undefined {
    return this.asks.size === 0 ? undefined : this.asks.ticks[this.asks.at(0)];
  }

  /** Sells below and buys above these prices are refused; resting orders stay. */
  setBand(lowestSale: number, highestPurchase: number): void {
    this.lowestSale = lowestSale;
    this.highestPurchase = highestPurchase;
  }

  submit(ticket: Ticket): SubmitOutcome {
    const { tif } = ticket;
    this.lastFilled = 0;
    if (this.isOutOfBand(ticket.side, ticket.ticks)) return 'OUT_OF_BAND';
    const mayRest = tif === 'GTC' || tif === 'POST_ONLY';
    if (mayRest && this.openOf(ticket.owner) >= this.maxOpen) return 'TOO_MANY';
    const offer = ticket.side === 1 ? this.asks : this.bids;
    if (offer.reaches(ticket.ticks)) {
      if (tif === 'POST_ONLY') return 'WOULD_TAKE';
      if (tif === 'FOK' && reach(this.nodes, offer, this.sink, ticket) < ticket.lots) return 'KILLED';
      return this.take(offer, ticket);
    }
    if (!mayRest) return tif === 'FOK' ? 'KILLED' : 'LEFT_CANCELLED';
    this.enqueue(ticket, ticket.lots);
    return 'RESTING';
  }

  /** Puts an order at the back of its queue without matching; for orders that rested before a restart. */
  rest(ticket: Ticket): void {
    this.enqueue(ticket, ticket.lots);
  }

  /** Returns the lots that were still open; 0 if the order does not rest. */
  cancel(order: number): number {
    const node = this.places.get(order);
    return node === 0 ? 0 : this.withdraw(node);
  }

  /**
   * Sets an order's price and open lots. Fewer lots at the same price keep its place; any other change sends it to the back of its queue as
   * if new, so it may take first.
   */
  amend(order: number, ticks: number, lots: number): AmendOutcome {
    this.lastFilled = 0;
    const node = this.places.get(order);
    if (node === 0) return 'UNKNOWN';
    checkAmounts(ticks, lots);
    const flags = this.nodes.flags[node]!;
    const side = (flags & NodeFlag.BUY) !== 0 ? 1 : -1;
    const ladder = side === 1 ? this.bids : this.asks;
    const surplus = this.nodes.lots[node]! - lots;
    if (ticks === ladder.ticks[this.nodes.level[node]!] && surplus >= 0) {
      if (surplus > 0) this.reduce(ladder, node, surplus);
      return 'KEPT';
    }
    if (this.isOutOfBand(side, ticks)) return 'OUT_OF_BAND';
    const offer = side === 1 ? this.asks : this.bids;
    const takes = offer.reaches(ticks);
    if (takes && (flags & NodeFlag.POST_ONLY) !== 0) return 'WOULD_TAKE';
    const ticket = this.reentry(node, ticks, lots);
    this.withdraw(node);
    if (takes) return this.retake(offer, ticket);
    this.enqueue(ticket, lots);
    return 'MOVED';
  }

  has(order: number): boolean {
    return this.places.get(order) !== 0;
  }

  leaves(order: number): number {
    const node = this.places.get(order);
    return node === 0 ? 0 : this.nodes.lots[node]!;
  }

  /** Lots before the order in its queue. */
  ahead(order: number): number {
    let sum = 0;
    let node = this.places.get(order);
    while (node !== 0) {
      node = this.nodes.previous[node]!;
      if (node !== 0) sum += this.nodes.lots[node]!;
    }
    return sum;
  }

  openOf(owner: number): number {
    return owner < this.open.length ? this.open[owner]! : 0;
  }

  /** Sets the market's own quantity at a price. A reduction follows the queue model, an increase joins at the back. */
  setLevel(side: BookSideCode, ticks: number, lots: number): void {
    const ladder = side === 1 ? this.bids : this.asks;
    if (lots > 0) this.clearCrossed(side, ticks);
    const level = ladder.find(ticks);
    const change = lots - (level === 0 ? 0 : ladder.house[level]!);
    if (change === 0) return;
    this.version += 1;
    if (change > 0) joinHouse(this.nodes, ladder, ticks, change);
    else leaveHouse(this.nodes, ladder, level, -change, this.queue);
  }

  /** Sets the market's own quantities at all prices; prices that remain keep their queues. */
  replaceHouse(bids: LevelArrays, asks: LevelArrays): void {
    this.clearMissing(this.bids, bids);
    this.clearMissing(this.asks, asks);
    for (let rank = bids.ticks.length - 1; rank >= 0; rank -= 1) this.setLevel(1, bids.ticks[rank]!, bids.lots[rank]!);
    for (let rank = asks.ticks.length - 1; rank >= 0; rank -= 1) this.setLevel(-1, asks.ticks[rank]!, asks.lots[rank]!);
  }

  /** A trade of others: removes everything better than its price, then consumes the queue at its price from the front. */
  printTrade(takerSide: BookSideCode, ticks: number, lots: number): void {
    this.sweep(takerSide, ticks - takerSide, Infinity);
    this.sweep(takerSide, ticks, lots);
  }

  /** Fills completely, at their own prices, the resting client orders that the market's own best price reached or passed. */
  settle(): void {
    const ask = this.bestOfHouse(this.asks);
    if (ask !== 0) this.sweep(-1, this.asks.ticks[ask]!, Infinity);
    const bid = this.bestOfHouse(this.bids);
    if (bid !== 0) this.sweep(1, this.bids.ticks[bid]!, Infinity);
  }

  /** Lots that a taker of `side` could get up to `limit`, excluding those of one owner. */
  available(side: BookSideCode, limit: number, exceptOwner = 0): number {
    const selfTrade = exceptOwner === 0 ? SelfTrade.NONE : SelfTrade.CANCEL_MAKER;
    const offer = side === 1 ? this.asks : this.bids;
    return reach(this.nodes, offer, this.sink, { ...emptyTicket(), owner: exceptOwner, ticks: limit, lots: Infinity, selfTrade });
  }

  /** The best `levels` of a side, clients and house together. */
  depth(side: BookSideCode, levels = Infinity): { ticks: number[]; lots: number[] } {
    const ladder = side === 1 ? this.bids : this.asks;
    const depth = { ticks: [] as number[], lots: [] as number[] };
    for (let rank = 0; rank < Math.min(levels, ladder.size); rank += 1) {
      depth.ticks.push(ladder.ticks[ladder.at(rank)]!);
      depth.lots.push(ladder.total[ladder.at(rank)]!);
    }
    return depth;
  }

  private isOutOfBand(side: BookSideCode, ticks: number): boolean {
    return side === 1 ? ticks > this.highestPurchase : ticks < this.lowestSale;
  }

  private take(offer: PriceLadder, ticket: Ticket): SubmitOutcome {
    const left = this.match(offer, ticket);
    this.lastFilled = ticket.lots - left;
    if (left === 0) return 'FILLED';
    if (this.isStopped) return 'SELF_TRADE_STOPPED';
    if (ticket.tif === 'IOC' || ticket.tif === 'FOK') return 'LEFT_CANCELLED';
    this.enqueue(ticket, left);
    return 'RESTING';
  }

  private retake(offer: PriceLadder, ticket: Ticket): AmendOutcome {
    const outcome = this.take(offer, ticket);
    return outcome === 'FILLED' || outcome === 'SELF_TRADE_STOPPED' ? outcome : 'MOVED';
  }

  private reentry(node: number, ticks: number, lots: number): Ticket {
    const { again, nodes } = this;
    const flags = nodes.flags[node]!;
    again.order = nodes.order[node]!;
    again.owner = nodes.owner[node]!;
    again.side = (flags & NodeFlag.BUY) !== 0 ? 1 : -1;
    again.ticks = ticks;
    again.lots = lots;
    again.tif = (flags & NodeFlag.POST_ONLY) !== 0 ? 'POST_ONLY' : 'GTC';
    again.selfTrade = (flags >> POLICY_SHIFT) as SelfTradeCode;
    again.capped = (flags & NodeFlag.CAPPED) !== 0;
    return again;
  }

  /** Trades best price first, in order of arrival; returns the unmatched lots. */
  private match(offer: PriceLadder, taker: Ticket): number {
    let want = taker.lots;
    this.isStopped = false;
    while (want > 0 && !this.isStopped && offer.reaches(taker.ticks)) want = this.eat(offer, taker, want);
    return want;
  }

  /** Looks up the front of the best level each time, because the sink may cancel other orders. */
  private eat(offer: PriceLadder, taker: Ticket, wanted: number): number {
    const { nodes, sink } = this;
    const level = offer.at(0);
    const ticks = offer.ticks[level]!;
    let want = wanted;
    for (let node = offer.head[level]!; node !== 0 && want > 0; node = offer.head[level]!) {
      const maker = nodes.order[node]!;
      if (taker.selfTrade !== SelfTrade.NONE && nodes.owner[node] === taker.owner) {
        if (taker.selfTrade !== SelfTrade.CANCEL_TAKER) sink.removed(maker, this.withdraw(node), 'SELF_TRADE');
        this.isStopped = taker.selfTrade !== SelfTrade.CANCEL_MAKER;
        if (this.isStopped) return want;
        continue;
      }
      const isCapped = (nodes.flags[node]! & NodeFlag.CAPPED) !== 0;
      // A capped order that fills up to its cap stays in front, meets its cap again and is removed.
      const lots = isCapped ? Math.min(nodes.lots[node]!, sink.cap(maker)) : nodes.lots[node]!;
      if (lots <= 0) {
        sink.removed(maker, this.withdraw(node), 'CAP');
        continue;
      }
      const traded = Math.min(want, lots);
      want -= traded;
      this.reduce(offer, node, traded);
      if (maker !== 0 || taker.order !== 0) sink.filled(maker, taker.order, ticks, traded);
    }
    return want;
  }

  private enqueue(ticket: Ticket, lots: number): void {
    checkAmounts(ticket.ticks, lots);
    const { nodes } = this;
    const ladder = ticket.side === 1 ? this.bids : this.asks;
    const node = nodes.take();
    this.places.add(ticket.order, node);
    nodes.order[node] = ticket.order;
    nodes.owner[node] = ticket.owner;
    nodes.lots[node] = lots;
    nodes.flags[node] =
      (ticket.side === 1 ? NodeFlag.BUY : 0) |
      (ticket.capped ? NodeFlag.CAPPED : 0) |
      (ticket.tif === 'POST_ONLY' ? NodeFlag.POST_ONLY : 0) |
      (ticket.selfTrade << POLICY_SHIFT);
    ladder.append(ladder.findOrAdd(ticket.ticks), node);
    this.version += 1;
    if (ticket.owner >= this.open.length) this.growOpen(ticket.owner);
    this.open[ticket.owner]! += 1;
  }

  /** Removes an order from the book; returns its remaining lots. */
  private withdraw(node: number): number {
    const lots = this.nodes.lots[node]!;
    this.reduce((this.nodes.flags[node]! & NodeFlag.BUY) !== 0 ? this.bids : this.asks, node, lots);
    return lots;
  }

  /** The only way by which lots leave the book, so that counts and places stay consistent. */
  private reduce(ladder: PriceLadder, node: number, lots: number): void {
    const order = this.nodes.order[node]!;
    const owner = this.nodes.owner[node]!;
    const left = ladder.reduce(node, lots);
    this.version += 1;
    if (left === 0 && order !== 0) {
      this.places.delete(order);
      this.open[owner]! -= 1;
    }
  }

  private sweep(side: BookSideCode, ticks: number, lots: number): void {
    const { outside } = this;
    outside.side = side;
    outside.ticks = ticks;
    outside.lots = lots;
    this.match(side === 1 ? this.asks : this.bids, outside);
  }

  /** The newer update of the market wins: its quantity at a price ends its quantities that would cross it. */
  private clearCrossed(side: BookSideCode, ticks: number): void {
    const across = side === 1 ? this.asks : this.bids;
    for (let rank = 0; rank < across.size;) {
      const level = across.at(rank);
      if (across.side * across.ticks[level]! < across.side * ticks) return;
      const size = across.size;
      if (across.house[level]! > 0) this.clearHouse(across, level);
      if (across.size === size) rank += 1;
    }
  }

  private clearMissing(ladder: PriceLadder, kept: LevelArrays): void {
    let at = 0;
    for (let rank = 0; rank < ladder.size;) {
      const level = ladder.at(rank);
      const ticks = ladder.ticks[level]!;
      while (at < kept.ticks.length && ladder.side * kept.ticks[at]! > ladder.side * ticks) at += 1;
      const size = ladder.size;
      if (kept.ticks[at] !== ticks && ladder.house[level]! > 0) this.clearHouse(ladder, level);
      if (ladder.size === size) rank += 1;
    }
  }

  private clearHouse(ladder: PriceLadder, level: number): void {
    this.version += 1;
    leaveHouse(this.nodes, ladder, level, ladder.house[level]!, 'FROM_BACK');
  }

  private bestOfHouse(ladder: PriceLadder): number {
    let rank = 0;
    while (rank < ladder.size && ladder.house[ladder.at(rank)] === 0) rank += 1;
    return ladder.at(rank);
  }

  private growOpen(owner: number): void {
    const open = new Int32Array(Math.max(owner + 1, this.open.length * 2));
    open.set(this.open);
    this.open = open;
  }
}

function emptyTicket(): Ticket {
  return { order: 0, owner: 0, side: 1, ticks: 0, lots: 0, tif: 'GTC', selfTrade: SelfTrade.NONE, capped: false };
}

function checkAmounts(ticks: number, lots: number): void {
  if (!Number.isSafeInteger(ticks) || !Number.isSafeInteger(lots) || lots < 1 || ticks < 1)
    throw new RangeError(`an order rests with whole ticks and lots, not ${lots} at ${ticks}`);
}
