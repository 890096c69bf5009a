import { HOUSE, type QueueModel } from './book-types';
import { NodeFlag, type NodePool } from './node-pool';
import type { PriceLadder } from './price-ladder';

/** New house orders join a queue at its back. */
export function joinHouse(nodes: NodePool, ladder: PriceLadder, ticks: number, lots: number): void {
  const level = ladder.findOrAdd(ticks);
  const last = ladder.tail[level]!;
  if (last !== 0 && nodes.owner[last] === HOUSE) return ladder.extend(last, lots);
  const node = nodes.take();
  nodes.lots[node] = lots;
  nodes.order[node] = 0;
  nodes.owner[node] = HOUSE;
  nodes.flags[node] = ladder.side === 1 ? NodeFlag.BUY : 0;
  ladder.append(level, node);
}

/** Removes `lots` of the house's orders from a queue; the model decides which. */
export function leaveHouse(nodes: NodePool, ladder: PriceLadder, level: number, lots: number, model: QueueModel): void {
  const rest = model === 'PROPORTIONAL' ? lots - leaveAlike(nodes, ladder, level, lots) : lots;
  leaveFromBack(nodes, ladder, level, rest);
}

function leaveFromBack(nodes: NodePool, ladder: PriceLadder, level: number, lots: number): void {
  let rest = lots;
  let node = ladder.tail[level]!;
  while (node !== 0 && rest > 0) {
    const before = nodes.previous[node]!;
    if (nodes.owner[node] === HOUSE) {
      const gone = Math.min(rest, nodes.lots[node]!);
      rest -= gone;
      ladder.reduce(node, gone);
    }
    node = before;
  }
}

/** Each slice loses its share; sums are rounded up from the back, so that rounding never moves anybody forward. */
function leaveAlike(nodes: NodePool, ladder: PriceLadder, level: number, lots: number): number {
  const house = ladder.house[level]!;
  let behind = 0;
  let gone = 0;
  let node = ladder.tail[level]!;
  while (node !== 0 && gone < lots) {
    const before = nodes.previous[node]!;
    if (nodes.owner[node] === HOUSE) {
      const slice = nodes.lots[node]!;
      behind += slice;
      const leaving = Math.min(slice, lots - gone, Math.ceil((behind * lots) / house) - gone);
      gone += leaving;
      ladder.reduce(node, leaving);
    }
    node = before;
  }
  return gone;
}
