import { Decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import type { PublicTrade } from '@libs/sdk';

interface Print {
  readonly id: string;
  readonly at: number;
  /** Sequence of arrival. */
  readonly place: number;
  readonly price: Decimal;
}

const COUNTING = /^\d+$/;

/** One bar while its trades arrive, in any order; the caller removes duplicates. */
export class GrowingBar {
  private first: Print | null = null;
  private last: Print | null = null;
  private high = Decimal.ZERO;
  private low = Decimal.ZERO;
  private volume = Decimal.ZERO;
  private count = 0;

  /** `before` is the previous close: the price of a bar without trades. */
  constructor(
    readonly start: number,
    private readonly before: Decimal | null,
  ) {}

  add({ id, at, price: text, quantity }: PublicTrade): void {
    const price = Decimal.parse(text);
    const print = { id, at, place: this.count, price };
    if (!this.first || isBefore(print, this.first)) this.first = print;
    if (!this.last || isBefore(this.last, print)) this.last = print;
    this.high = this.count === 0 ? price : Decimal.max(this.high, price);
    this.low = this.count === 0 ? price : Decimal.min(this.low, price);
    this.volume = this.volume.plus(Decimal.parse(quantity));
    this.count += 1;
  }

  /** The current bar; null without a trade and without a previous price. */
  read(): Bar | null {
    const { start, before, first, last, high, low, volume } = this;
    if (first && last) return { start, open: first.price, high, low, close: last.price, volume };
    return before && { start, open: before, high: before, low: before, close: before, volume };
  }
}

/**
 * Trades of the same millisecond are ordered by id if ids increase. Other ids (Bybit's are random) have no order, so the order of arrival
 * is kept.
 */
function isBefore(a: Print, b: Print): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (!COUNTING.test(a.id) || !COUNTING.test(b.id)) return a.place < b.place;
  return BigInt(a.id) < BigInt(b.id);
}
