import type { Frame } from '../ccxt-pro/listen';

interface BookData {
  readonly b: readonly (readonly string[])[];
  readonly a: readonly (readonly string[])[];
  readonly u: number;
  readonly seq: number;
}

/** A book as a careful client keeps it: a snapshot replaces, a delta changes, size 0 deletes. */
export class LocalBook {
  sequence = 0;
  readonly problems: string[] = [];
  private readonly bids = new Map<string, string>();
  private readonly asks = new Map<string, string>();
  private update = 0;

  apply(frame: Frame): void {
    const { b, a, u, seq } = frame.data as BookData;
    if (frame.type === 'snapshot') {
      this.bids.clear();
      this.asks.clear();
    } else if (u !== this.update + 1) this.problems.push(`u ${this.update} → ${u}`);
    if (seq < this.sequence) this.problems.push(`seq ${this.sequence} → ${seq}`);
    [this.update, this.sequence] = [u, seq];
    change(this.bids, b);
    change(this.asks, a);
    const [bid, ask] = [Math.max(...prices(this.bids)), Math.min(...prices(this.asks))];
    if (bid >= ask) this.problems.push(`crossed ${bid} ${ask}`);
  }

  /** The best levels of both sides as one text. */
  text(depth: number): string {
    const side = (levels: ReadonlyMap<string, string>, sign: number): string[][] =>
      [...levels].sort((x, y) => sign * (Number(x[0]) - Number(y[0]))).slice(0, depth);
    return LocalBook.textOf(side(this.bids, -1), side(this.asks, 1));
  }

  static textOf(bids: readonly (readonly string[])[], asks: readonly (readonly string[])[]): string {
    const side = (levels: readonly (readonly string[])[]): string =>
      levels.map(([price, size]) => `${Number(price)}:${Number(size)}`).join(' ');
    return `${side(bids)} | ${side(asks)}`;
  }
}

function change(side: Map<string, string>, levels: readonly (readonly string[])[]): void {
  for (const [price, size] of levels)
    if (Number(size) === 0) side.delete(price!);
    else side.set(price!, size!);
}

function prices(side: ReadonlyMap<string, string>): number[] {
  return [...side.keys()].map(Number);
}
