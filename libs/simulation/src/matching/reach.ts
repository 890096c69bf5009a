import { SelfTrade, type BookSink, type Ticket } from './book-types';
import { NodeFlag, type NodePool } from './node-pool';
import type { PriceLadder } from './price-ladder';

/**
 * How many of the wanted lots a taker could get from a side now. Its own orders count as its policy treats them. Capped orders count
 * conservatively, as if no fill of the match could raise a cap.
 */
export function reach(nodes: NodePool, offer: PriceLadder, sink: BookSink, taker: Ticket): number {
  const plain = offer.capped === 0 && taker.selfTrade === SelfTrade.NONE;
  return plain ? reachOfTotals(offer, taker) : new Walk(nodes, sink, taker).along(offer);
}

function reachOfTotals(offer: PriceLadder, taker: Ticket): number {
  let sum = 0;
  for (let rank = 0; rank < offer.size && sum < taker.lots; rank += 1) {
    const level = offer.at(rank);
    if (!isWithin(offer, level, taker)) break;
    sum += offer.total[level]!;
  }
  return Math.min(sum, taker.lots);
}

function isWithin(offer: PriceLadder, level: number, taker: Ticket): boolean {
  return offer.side * offer.ticks[level]! >= offer.side * taker.ticks;
}

/** Walks the queues as a match would, without changing them. */
class Walk {
  private got = 0;
  private isStopped = false;
  /** What each owner's orders have given so far: all its capped orders of a side reduce one position, and so do its other orders. */
  private readonly given = new Map<number, number>();

  constructor(
    private readonly nodes: NodePool,
    private readonly sink: BookSink,
    private readonly taker: Ticket,
  ) {}

  along(offer: PriceLadder): number {
    for (let rank = 0; rank < offer.size && !this.isDone; rank += 1) {
      const level = offer.at(rank);
      if (!isWithin(offer, level, this.taker)) break;
      for (let node = offer.head[level]!; node !== 0 && !this.isDone; node = this.nodes.next[node]!) this.meet(node);
    }
    return Math.min(this.got, this.taker.lots);
  }

  private get isDone(): boolean {
    return this.isStopped || this.got >= this.taker.lots;
  }

  private meet(node: number): void {
    const { taker, nodes } = this;
    const owner = nodes.owner[node]!;
    if (taker.selfTrade !== SelfTrade.NONE && owner === taker.owner) {
      this.isStopped = taker.selfTrade !== SelfTrade.CANCEL_MAKER;
      return;
    }
    const most = Math.max(0, this.most(node));
    this.got += most;
    if (owner !== 0) this.given.set(owner, (this.given.get(owner) ?? 0) + most);
  }

  private most(node: number): number {
    const { nodes } = this;
    const lots = nodes.lots[node]!;
    if ((nodes.flags[node]! & NodeFlag.CAPPED) === 0) return lots;
    return Math.min(lots, this.sink.cap(nodes.order[node]!) - (this.given.get(nodes.owner[node]!) ?? 0));
  }
}
