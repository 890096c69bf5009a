import { Decimal } from '@libs/sdk';
import type { Quote } from '@libs/sdk';
import { MalformedMessage, list } from './wire';
import type { Fields } from './wire';

interface Level {
  readonly price: Decimal;
  readonly size: Decimal;
}

/**
 * Best bid and ask of one symbol. The documentation promises snapshots at level 1, but deltas have been seen; a side that a
 * delta does not mention stays as it was.
 */
export class BestPrices {
  private bid: Level | null = null;
  private ask: Level | null = null;
  private lastUpdate = -1;

  /** The new quote; `none` when a side is missing, null when nothing changed. Sides that touch are told too: whoever hears them judges. */
  apply(snapshot: boolean, data: Fields): Quote | 'none' | null {
    const update = data['u'];
    if (typeof update !== 'number') throw new MalformedMessage('an order book without its update number');
    if (!snapshot && (update <= this.lastUpdate || this.lastUpdate < 0)) return null;
    this.lastUpdate = update;
    const bids = list(data['b'], 'bids');
    const asks = list(data['a'], 'asks');
    const before = [this.bid, this.ask];
    this.bid = best(snapshot ? null : this.bid, bids, (a, b) => a.gt(b));
    this.ask = best(snapshot ? null : this.ask, asks, (a, b) => a.lt(b));
    const { bid, ask } = this;
    if (!bid || !ask) return 'none';
    if (sameLevel(before[0] ?? null, bid) && sameLevel(before[1] ?? null, ask)) return null;
    return { bid: bid.price, bidSize: bid.size, ask: ask.price, askSize: ask.size };
  }
}

function best(current: Level | null, changes: readonly unknown[], better: (a: Decimal, b: Decimal) => boolean): Level | null {
  const levels = changes.map(toLevel);
  // A level that goes and one that comes may be told in any order.
  let top = levels.some(({ price, size }) => size.isZero && current?.price.eq(price)) ? null : current;
  for (const level of levels) if (!level.size.isZero && (!top || top.price.eq(level.price) || better(level.price, top.price))) top = level;
  return top;
}

function toLevel(change: unknown): Level {
  const [priceText, sizeText] = list(change, 'a level');
  if (typeof priceText !== 'string' || typeof sizeText !== 'string') throw new MalformedMessage('a level without price or size');
  const level = { price: Decimal.parse(priceText), size: Decimal.parse(sizeText) };
  if (level.price.sign <= 0 || level.size.sign < 0) throw new MalformedMessage(`level ${priceText} × ${sizeText}`);
  return level;
}

function sameLevel(a: Level | null, b: Level): boolean {
  return a !== null && a.price.eq(b.price) && a.size.eq(b.size);
}
