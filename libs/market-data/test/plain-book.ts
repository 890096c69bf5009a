import type { BookChange, BookSnapshot, LevelText } from '@libs/sdk';

type Side = 'bids' | 'asks';

/** A book as two maps of numbers, sorted whenever somebody looks: slow, plain, and nothing like the one that it checks. */
export class PlainBook {
  last = 0;
  private readonly bids = new Map<number, number>();
  private readonly asks = new Map<number, number>();

  replace({ bids, asks, last }: Pick<BookSnapshot, 'bids' | 'asks' | 'last'>): void {
    this.bids.clear();
    this.asks.clear();
    this.apply({ bids, asks, last });
  }

  apply({ bids, asks, last }: Pick<BookChange, 'bids' | 'asks' | 'last'>): void {
    this.write('bids', bids);
    this.write('asks', asks);
    this.last = last;
  }

  /** All, best first. */
  levels(side: Side): readonly (readonly [number, number])[] {
    return [...this[side]].sort(([a], [b]) => signOf(side) * (a - b));
  }

  best(side: Side): readonly [number, number] {
    const sign = signOf(side);
    let found = NaN;
    for (const price of this[side].keys()) if (!(sign * price >= sign * found)) found = price;
    return [found, this[side].get(found)!];
  }

  /** As the venue would answer over REST now. */
  snapshot(at: number): BookSnapshot {
    const texts = (side: Side): LevelText[] => this.levels(side).map(([price, quantity]) => [String(price), quantity.toFixed(8)]);
    return { bids: texts('bids'), asks: texts('asks'), last: this.last, at };
  }

  private write(side: Side, levels: readonly LevelText[]): void {
    for (const [price, quantity] of levels) {
      if (Number(quantity) === 0) this[side].delete(Number(price));
      else this[side].set(Number(price), Number(quantity));
    }
  }
}

function signOf(side: Side): 1 | -1 {
  return side === 'bids' ? -1 : 1;
}
