/** Slots per remembered id; fuller tables have long probe sequences. */
const MAX_LOAD = 0.7;

/**
 * Remembers permanently which texts were seen, in 11 to 23 bytes each: a hash set of 64-bit fingerprints. Two ids share a fingerprint once
 * in 10¹⁹ pairs; the second would then be considered used.
 */
export class ClientIdMemory {
  private low = new Uint32Array(64);
  private high = new Uint32Array(64);
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(text: string): void {
    this.insert(fingerprint(text, 0x811c9dc5) || 1, fingerprint(text, 0x9747b28c));
  }

  has(text: string): boolean {
    const low = fingerprint(text, 0x811c9dc5) || 1;
    const slot = this.slotOf(low, fingerprint(text, 0x9747b28c));
    return this.low[slot] === low;
  }

  /** Pairs of 32-bit words, to be stored and passed to `restore`. */
  *fingerprints(): Generator<readonly [number, number]> {
    for (let slot = 0; slot < this.low.length; slot += 1) if (this.low[slot] !== 0) yield [this.low[slot]!, this.high[slot]!];
  }

  restore(pairs: Iterable<readonly [number, number]>): void {
    for (const [low, high] of pairs) this.insert(low, high);
  }

  private insert(low: number, high: number): void {
    const slot = this.slotOf(low, high);
    if (this.low[slot] !== 0) return;
    this.low[slot] = low;
    this.high[slot] = high;
    this.count += 1;
    if (this.count > this.low.length * MAX_LOAD) this.grow();
  }

  /** The slot that holds the pair, or the free one where it belongs. A low word of zero marks a free slot. */
  private slotOf(low: number, high: number): number {
    const mask = this.low.length - 1;
    let slot = (low ^ high) & mask;
    while (this.low[slot] !== 0 && (this.low[slot] !== low || this.high[slot] !== high)) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const pairs = [...this.fingerprints()];
    this.low = new Uint32Array(this.low.length * 2);
    this.high = new Uint32Array(this.high.length * 2);
    this.count = 0;
    this.restore(pairs);
  }
}

/** FNV-1a over the characters with murmur3's finaliser. */
function fingerprint(text: string, seed: number): number {
  let hash = seed;
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
