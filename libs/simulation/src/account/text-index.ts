/** Fuller tables have long probe sequences. */
const FULLEST = 0.6;
const FIRST_SIZE = 64;

/**
 * Finds items by their text, like a Map. A Map interns every text it is asked for in a table of all texts of the program, which costs more
 * than the search when each order brings two new ones.
 */
export class TextIndex<T> {
  /** 0 marks a free slot. */
  private hashes = new Int32Array(FIRST_SIZE);
  private items = new Array<T | undefined>(FIRST_SIZE).fill(undefined);
  private count = 0;

  constructor(private readonly textOf: (item: T) => string) {}

  get size(): number {
    return this.count;
  }

  get(text: string): T | undefined {
    return this.items[this.place(text, hashOf(text))];
  }

  has(text: string): boolean {
    return this.hashes[this.place(text, hashOf(text))] !== 0;
  }

  /** Replaces an item with the same text. */
  set(item: T): void {
    const text = this.textOf(item);
    const hash = hashOf(text);
    let at = this.place(text, hash);
    if (this.hashes[at] === 0) {
      this.count += 1;
      if (this.count > this.hashes.length * FULLEST) {
        this.grow();
        at = this.place(text, hash);
      }
    }
    this.hashes[at] = hash;
    this.items[at] = item;
  }

  delete(text: string): void {
    let gap = this.place(text, hashOf(text));
    const { hashes, items } = this;
    if (hashes[gap] === 0) return;
    this.count -= 1;
    const mask = hashes.length - 1;
    // Entries displaced by collisions move back, so that no search ends at the gap before them.
    for (let at = (gap + 1) & mask; hashes[at] !== 0; at = (at + 1) & mask) {
      if (((at - hashes[at]!) & mask) < ((at - gap) & mask)) continue;
      hashes[gap] = hashes[at]!;
      items[gap] = items[at];
      gap = at;
    }
    hashes[gap] = 0;
    items[gap] = undefined;
  }

  /** The slot of the text, or the free slot where it belongs. */
  private place(text: string, hash: number): number {
    const { hashes, items, textOf } = this;
    const mask = hashes.length - 1;
    let at = hash & mask;
    while (hashes[at] !== 0 && (hashes[at] !== hash || textOf(items[at]!) !== text)) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { hashes, items } = this;
    const size = hashes.length * 2;
    this.hashes = new Int32Array(size);
    this.items = new Array<T | undefined>(size).fill(undefined);
    for (let from = 0; from < hashes.length; from += 1) {
      if (hashes[from] === 0) continue;
      let at = hashes[from]! & (size - 1);
      while (this.hashes[at] !== 0) at = (at + 1) & (size - 1);
      this.hashes[at] = hashes[from]!;
      this.items[at] = items[from];
    }
  }
}

/** FNV-1a over the characters, with the high bits folded into the low ones that select the slot; never 0. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return hash ^ (hash >>> 15) || 1;
}
