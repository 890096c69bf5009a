/** Flags of a node's order; the self-trade policy is in the bits from `POLICY_SHIFT`. */
export const NodeFlag = { BUY: 1, CAPPED: 2, POST_ONLY: 4 } as const;
export const POLICY_SHIFT = 3;

/** The orders of a book as rows of typed arrays: no garbage per order, and contiguous in memory. Row 0 means none. */
export class NodePool {
  next: Int32Array;
  previous: Int32Array;
  level: Int32Array;
  order: Int32Array;
  owner: Int32Array;
  flags: Uint8Array;
  lots: Float64Array;
  /** Head of the free list. */
  private free = 0;
  private used = 1;

  constructor(rows = 1_024) {
    this.next = new Int32Array(rows);
    this.previous = new Int32Array(rows);
    this.level = new Int32Array(rows);
    this.order = new Int32Array(rows);
    this.owner = new Int32Array(rows);
    this.flags = new Uint8Array(rows);
    this.lots = new Float64Array(rows);
  }

  take(): number {
    const node = this.free;
    if (node !== 0) {
      this.free = this.next[node]!;
      return node;
    }
    if (this.used === this.next.length) this.grow(this.used * 2);
    return this.used++;
  }

  give(node: number): void {
    this.next[node] = this.free;
    this.free = node;
  }

  private grow(rows: number): void {
    this.next = copied(this.next, new Int32Array(rows));
    this.previous = copied(this.previous, new Int32Array(rows));
    this.level = copied(this.level, new Int32Array(rows));
    this.order = copied(this.order, new Int32Array(rows));
    this.owner = copied(this.owner, new Int32Array(rows));
    this.flags = copied(this.flags, new Uint8Array(rows));
    this.lots = copied(this.lots, new Float64Array(rows));
  }
}

/** Copies the shorter `from` to the front of `to`. */
export function copied<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
