import type { BookSide } from '@libs/simulation';

/** Ticks that are walked one by one in search of the next level, before all levels are looked at. */
const FAR = 2_000;

/** One side of a recorded book: lots by price, and the best of them. */
export class L2Ladder {
  private readonly levels = new Map<number, number>();
  /** Undefined while it has to be looked for. */
  private top: number | undefined;

  /** `direction` leads from the best price outwards: −1 for bids. */
  constructor(readonly direction: 1 | -1) {}

  get size(): number {
    return this.levels.size;
  }

  get best(): number | undefined {
    if (this.levels.size === 0) return undefined;
    return (this.top ??= this.search());
  }

  lotsAt(ticks: number): number {
    return this.levels.get(ticks) ?? 0;
  }

  set(ticks: number, lots: number): void {
    if (lots > 0) {
      this.levels.set(ticks, lots);
      if (this.top !== undefined && this.isBetter(ticks, this.top)) this.top = ticks;
      return;
    }
    if (!this.levels.delete(ticks) || ticks !== this.top) return;
    this.top = this.walk(ticks);
  }

  clear(): void {
    this.levels.clear();
    this.top = undefined;
  }

  /** Prices of levels that are better than `ticks`, best first. */
  betterThan(ticks: number): number[] {
    const { best } = this;
    if (best === undefined || !this.isBetter(best, ticks)) return [];
    if (Math.abs(best - ticks) > FAR) return this.sorted([...this.levels.keys()].filter((price) => this.isBetter(price, ticks)));
    const prices: number[] = [];
    for (let price = best; price !== ticks; price += this.direction) if (this.levels.has(price)) prices.push(price);
    return prices;
  }

  /** All levels, best first. */
  toSide(): BookSide {
    const ticks = this.sorted([...this.levels.keys()]);
    return { ticks, lots: ticks.map((price) => this.levels.get(price)!) };
  }

  isBetter(one: number, other: number): boolean {
    return (other - one) * this.direction > 0;
  }

  private walk(from: number): number | undefined {
    for (let step = 1; step <= FAR; step += 1) if (this.levels.has(from + step * this.direction)) return from + step * this.direction;
    return undefined;
  }

  private search(): number {
    let [found] = this.levels.keys();
    for (const ticks of this.levels.keys()) if (this.isBetter(ticks, found!)) found = ticks;
    return found!;
  }

  private sorted(prices: number[]): number[] {
    return prices.sort((one, other) => (one - other) * this.direction);
  }
}
