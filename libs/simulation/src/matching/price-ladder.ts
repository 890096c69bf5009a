import type { BookSideCode } from './book-types';
import { copied, NodeFlag, type NodePool } from './node-pool';

/**
 * The price levels of one side, each a queue of nodes in order of arrival.
 *
 * A level's key is its price, negated for asks, so the best key is the largest on both sides. Keys are sorted with the best last, so that
 * matching and most new orders move few of them.
 */
export class PriceLadder {
  size = 0;
  /** Capped orders on this side. */
  capped = 0;
  /** By level; level 0 means none. */
  head: Int32Array;
  tail: Int32Array;
  ticks: Float64Array;
  total: Float64Array;
  /** The house's part of the total. */
  house: Float64Array;
  private keys: Float64Array;
  private levels: Int32Array;
  private freed: number[] = [];
  private used = 1;

  constructor(
    readonly side: BookSideCode,
    private readonly nodes: NodePool,
    rows = 256,
  ) {
    this.head = new Int32Array(rows);
    this.tail = new Int32Array(rows);
    this.ticks = new Float64Array(rows);
    this.total = new Float64Array(rows);
    this.house = new Float64Array(rows);
    this.keys = new Float64Array(rows);
    this.levels = new Int32Array(rows);
  }

  /** The level with `rank` better ones before it; 0 if there are fewer. */
  at(rank: number): number {
    return rank < this.size ? this.levels[this.size - 1 - rank]! : 0;
  }

  /** True if the best price is at least as good for a taker as `limit`. */
  reaches(limit: number): boolean {
    return this.size > 0 && this.keys[this.size - 1]! >= this.side * limit;
  }

  find(ticks: number): number {
    const key = this.side * ticks;
    const at = this.position(key);
    return at < this.size && this.keys[at] === key ? this.levels[at]! : 0;
  }

  findOrAdd(ticks: number): number {
    const key = this.side * ticks;
    const at = this.position(key);
    return at < this.size && this.keys[at] === key ? this.levels[at]! : this.insert(at, key);
  }

  /** Puts a node with its lots at the end of a level's queue. */
  append(level: number, node: number): void {
    const { nodes } = this;
    const last = this.tail[level]!;
    nodes.level[node] = level;
    nodes.previous[node] = last;
    nodes.next[node] = 0;
    if (last === 0) this.head[level] = node;
    else nodes.next[last] = node;
    this.tail[level] = node;
    this.total[level]! += nodes.lots[node]!;
    if (nodes.owner[node] === 0) this.house[level]! += nodes.lots[node]!;
    else if ((nodes.flags[node]! & NodeFlag.CAPPED) !== 0) this.capped += 1;
  }

  /** Takes lots off a node, and removes the node if none are left; returns the remaining lots. */
  reduce(node: number, lots: number): number {
    const { nodes } = this;
    const level = nodes.level[node]!;
    const left = nodes.lots[node]! - lots;
    nodes.lots[node] = left;
    this.total[level]! -= lots;
    if (nodes.owner[node] === 0) this.house[level]! -= lots;
    if (left === 0) this.unlink(node, level);
    return left;
  }

  /** Adds lots to a house slice that is last in its queue. */
  extend(node: number, lots: number): void {
    const level = this.nodes.level[node]!;
    this.nodes.lots[node]! += lots;
    this.total[level]! += lots;
    this.house[level]! += lots;
  }

  private unlink(node: number, level: number): void {
    const { nodes } = this;
    const before = nodes.previous[node]!;
    const after = nodes.next[node]!;
    if (before === 0) this.head[level] = after;
    else nodes.next[before] = after;
    if (after === 0) this.tail[level] = before;
    else nodes.previous[after] = before;
    if ((nodes.flags[node]! & NodeFlag.CAPPED) !== 0) this.capped -= 1;
    nodes.give(node);
    if (before === 0 && after === 0) this.drop(level);
  }

  /** Index of the key, or where it would be inserted. */
  private position(key: number): number {
    const { keys } = this;
    let high = this.size;
    if (high === 0 || keys[high - 1]! < key) return high;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insert(at: number, key: number): number {
    if (this.size === this.keys.length) this.growOrder(this.size * 2);
    if (at < this.size) {
      this.keys.copyWithin(at + 1, at, this.size);
      this.levels.copyWithin(at + 1, at, this.size);
    }
    const level = this.freed.pop() ?? this.newLevel();
    this.keys[at] = key;
    this.levels[at] = level;
    this.size += 1;
    this.head[level] = this.tail[level] = 0;
    this.ticks[level] = this.side * key;
    this.total[level] = this.house[level] = 0;
    return level;
  }

  private drop(level: number): void {
    const at = this.position(this.side * this.ticks[level]!);
    this.size -= 1;
    if (at < this.size) {
      this.keys.copyWithin(at, at + 1, this.size + 1);
      this.levels.copyWithin(at, at + 1, this.size + 1);
    }
    this.freed.push(level);
  }

  private newLevel(): number {
    if (this.used === this.head.length) this.growLevels(this.used * 2);
    return this.used++;
  }

  private growOrder(rows: number): void {
    this.keys = copied(this.keys, new Float64Array(rows));
    this.levels = copied(this.levels, new Int32Array(rows));
  }

  private growLevels(rows: number): void {
    this.head = copied(this.head, new Int32Array(rows));
    this.tail = copied(this.tail, new Int32Array(rows));
    this.ticks = copied(this.ticks, new Float64Array(rows));
    this.total = copied(this.total, new Float64Array(rows));
    this.house = copied(this.house, new Float64Array(rows));
  }
}
