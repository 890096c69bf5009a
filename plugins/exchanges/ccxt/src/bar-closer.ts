import type { Bar } from '@libs/sdk';

const TRIES = 5;

/**
 * Which bars are closed. ccxt tells candles without saying whether they are over, so one counts as closed only when REST gives
 * it as such, and with no less volume than the stream has shown of it.
 */
export class BarCloser {
  private after: number | null = null;
  private readonly seen = new Map<number, Bar>();
  private doubts = 0;

  /** `closed` asks REST for closed bars, newest last. */
  constructor(private readonly closed: (limit: number) => Promise<readonly Bar[]>) {}

  /** Takes a candle off the stream; true when it is the successor of one that is not closed yet. */
  saw(bar: Bar): boolean {
    this.after ??= bar.start - 1;
    if (bar.start <= this.after) return false;
    this.seen.set(bar.start, bar);
    return this.isDue;
  }

  /** Whether a bar has a successor and is not closed yet. */
  get isDue(): boolean {
    return this.seen.size > 1;
  }

  /** Closed bars that were not told yet, oldest first; of a stream those since its first candle. */
  async take(): Promise<readonly Bar[]> {
    const bars = await this.closed(Math.min(Math.max(this.seen.size + 1, 3), 10));
    const newest = bars.at(-1);
    if (this.after === null) {
      this.after = newest?.start ?? null;
      return [];
    }
    const fresh = bars.filter((bar) => bar.start > this.after!);
    const doubtful = fresh.findIndex((bar) => this.isBehind(bar));
    const taken = doubtful < 0 || this.doubts >= TRIES ? fresh : fresh.slice(0, doubtful);
    this.doubts = taken.length < fresh.length ? this.doubts + 1 : 0;
    const last = taken.at(-1);
    if (last) this.forgetUpTo(last.start);
    return taken;
  }

  private isBehind(bar: Bar): boolean {
    const seen = this.seen.get(bar.start);
    return seen !== undefined && bar.volume.lt(seen.volume);
  }

  private forgetUpTo(start: number): void {
    this.after = start;
    for (const known of this.seen.keys()) if (known <= start) this.seen.delete(known);
  }
}
