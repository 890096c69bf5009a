/**
 * Small seeded generator (sfc32): the same seed gives the same numbers on every machine. Not for secrets.
 */
export class SeededRandom {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number) {
    this.a = mix32(seed);
    this.b = mix32(seed ^ 0x9e3779b9);
    this.c = mix32(Math.floor(seed / 2 ** 32) ^ 0x85ebca6b);
    for (let n = 0; n < 12; n += 1) this.next();
  }

  /** A whole number, 0 ≤ n < 2³². */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 ≤ x < 1. */
  uniform(): number {
    return this.next() / 2 ** 32;
  }

  /** Mean 0, variance 1, within ±6: a sum of twelve uniforms, so no library function of the machine is involved. */
  gaussian(): number {
    let sum = -6;
    for (let n = 0; n < 12; n += 1) sum += this.uniform();
    return sum;
  }
}

/** Spreads the bits of a number over 32 bits (murmur3's finaliser). */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A UUID-shaped id that is unique per `sequence` under one `salt`, and the same again for the same two. */
export function sequenceId(salt: number, sequence: number): string {
  const high = Math.floor(sequence / 2 ** 32);
  const words = [0x51ed270b, 0xb5297a4d, 0x68e31da4].map((constant) => mix32(mix32(salt ^ constant) ^ mix32(sequence ^ constant) ^ high));
  const [first, second, third] = words.map((word) => word.toString(16).padStart(8, '0')) as [string, string, string];
  const tail = sequence.toString(16).padStart(12, '0');
  return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${(8 + (parseInt(third[0]!, 16) & 3)).toString(16)}${third.slice(1, 4)}-${tail}`;
}
