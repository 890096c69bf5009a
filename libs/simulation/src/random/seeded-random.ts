/** Small seeded generator (sfc32): the same seed gives the same numbers on every machine. Not for secrets. */
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

  /** Mean 0, variance 1, within ±6: a sum of twelve uniforms, because library functions can differ between machines. */
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

const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const DASH = 45;
const FOUR = 52;

/**
 * A UUID-shaped id, unique per `sequence` under one `salt` and reproducible. Builds all digits at once, because every order, execution and
 * ledger line has one, and a concatenated string is copied again when it is first used as a key.
 */
export function sequenceId(salt: number, sequence: number): string {
  const high = Math.floor(sequence / 2 ** 32);
  const [a, b, c] = [scatter(salt, sequence, 0x51ed270b), scatter(salt, sequence, 0xb5297a4d), scatter(salt, sequence, 0x68e31da4)];
  const d = DIGITS;
  // prettier-ignore
  return String.fromCharCode(
    d[a >>> 28]!, d[(a >>> 24) & 15]!, d[(a >>> 20) & 15]!, d[(a >>> 16) & 15]!, d[(a >>> 12) & 15]!, d[(a >>> 8) & 15]!, d[(a >>> 4) & 15]!, d[a & 15]!,
    DASH, d[b >>> 28]!, d[(b >>> 24) & 15]!, d[(b >>> 20) & 15]!, d[(b >>> 16) & 15]!, DASH, FOUR, d[(b >>> 8) & 15]!, d[(b >>> 4) & 15]!, d[b & 15]!,
    DASH, d[8 | ((c >>> 28) & 3)]!, d[(c >>> 24) & 15]!, d[(c >>> 20) & 15]!, d[(c >>> 16) & 15]!,
    DASH, d[(high >>> 12) & 15]!, d[(high >>> 8) & 15]!, d[(high >>> 4) & 15]!, d[high & 15]!,
    d[sequence >>> 28]!, d[(sequence >>> 24) & 15]!, d[(sequence >>> 20) & 15]!, d[(sequence >>> 16) & 15]!, d[(sequence >>> 12) & 15]!, d[(sequence >>> 8) & 15]!, d[(sequence >>> 4) & 15]!, d[sequence & 15]!,
  );
}

function scatter(salt: number, sequence: number, constant: number): number {
  const high = Math.floor(sequence / 2 ** 32);
  return mix32(mix32(salt ^ constant) ^ mix32(sequence ^ constant) ^ high);
}
