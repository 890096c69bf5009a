import type { LevelText } from '@libs/sdk';
import { refined } from './scaled-number';

const FIRST_CAPACITY = 256;

/**
 * The levels of one side in scaled integers. Rows are sorted with the best at the end, where nearly all changes happen, so that few rows
 * move. A key is the price, negated for asks, so that both sides sort alike.
 */
export class BookSide {
  size = 0;
  private keys = new Float64Array(FIRST_CAPACITY);
  private quantities = new Float64Array(FIRST_CAPACITY);
  /** The venue's original text of a level, by key; kept only for checksums. */
  private readonly texts: Map<number, LevelText> | null;

  constructor(
    private readonly direction: 1 | -1,
    keepsTexts: boolean,
  ) {
    this.texts = keepsTexts ? new Map() : null;
  }

  get bestPrice(): number {
    return this.size === 0 ? 0 : this.direction * this.keys[this.size - 1]!;
  }

  get bestQuantity(): number {
    return this.size === 0 ? 0 : this.quantities[this.size - 1]!;
  }

  /** Price of the level at `rank`, 0 for the best. */
  priceAt(rank: number): number {
    return this.direction * this.keys[this.size - 1 - rank]!;
  }

  quantityAt(rank: number): number {
    return this.quantities[this.size - 1 - rank]!;
  }

  textAt(rank: number): LevelText {
    return this.texts!.get(this.keys[this.size - 1 - rank]!)!;
  }

  clear(): void {
    this.size = 0;
    this.texts?.clear();
  }

  /** Sets a level, or removes it if `quantity` is zero; removing an absent one has no effect. */
  set(price: number, quantity: number, text: LevelText): void {
    const key = this.direction * price;
    const row = this.rowOf(key);
    const isThere = row < this.size && this.keys[row] === key;
    if (quantity === 0) {
      if (isThere) this.remove(row);
      return;
    }
    if (!isThere) this.insert(row, key);
    this.quantities[row] = quantity;
    this.texts?.set(key, text);
  }

  /** Converts everything to finer units; throws `InvalidLevel` if that is not exact, and must then be cleared. */
  refine(priceDecimals: number, quantityDecimals: number): void {
    const { keys, quantities, texts, size } = this;
    const written = texts && Array.from({ length: size }, (_, row) => texts.get(keys[row]!)!);
    for (let row = 0; row < size; row += 1) {
      keys[row] = refined(keys[row]!, priceDecimals);
      quantities[row] = refined(quantities[row]!, quantityDecimals);
    }
    texts?.clear();
    written?.forEach((text, row) => texts!.set(keys[row]!, text));
  }

  /** Removes the levels behind the best `depth`. */
  cut(depth: number): void {
    const surplus = this.size - depth;
    if (surplus <= 0) return;
    if (this.texts) for (let row = 0; row < surplus; row += 1) this.texts.delete(this.keys[row]!);
    this.keys.copyWithin(0, surplus, this.size);
    this.quantities.copyWithin(0, surplus, this.size);
    this.size = depth;
  }

  /** The first row whose key is not below `key`. */
  private rowOf(key: number): number {
    const { keys } = this;
    let low = 0;
    let high = this.size;
    if (high === 0 || keys[high - 1]! < key) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insert(row: number, key: number): void {
    if (this.size === this.keys.length) this.grow();
    const { keys, quantities } = this;
    for (let at = this.size; at > row; at -= 1) {
      keys[at] = keys[at - 1]!;
      quantities[at] = quantities[at - 1]!;
    }
    keys[row] = key;
    this.size += 1;
  }

  private remove(row: number): void {
    const { keys, quantities } = this;
    this.texts?.delete(keys[row]!);
    this.size -= 1;
    for (let at = row; at < this.size; at += 1) {
      keys[at] = keys[at + 1]!;
      quantities[at] = quantities[at + 1]!;
    }
  }

  private grow(): void {
    const [keys, quantities] = [this.keys, this.quantities];
    this.keys = new Float64Array(2 * keys.length);
    this.quantities = new Float64Array(2 * keys.length);
    this.keys.set(keys);
    this.quantities.set(quantities);
  }
}
