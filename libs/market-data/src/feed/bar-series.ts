import { INTERVALS } from '@libs/kernel';
import type { Bar, Interval } from '@libs/kernel';

const LONGEST_BACKFILL = 1000;

/** Where missing bars come from: the newest `limit` closed bars that start at or before `end`, oldest first. */
export type FetchBars = (limit: number, end?: number) => Promise<readonly Bar[]>;

/**
 * The closed bars of one symbol and interval, each once and in order. A hole, or a time away from the stream, is filled over
 * REST before anything later is let through.
 */
export class BarSeries {
  private newest: number | null;
  private held: Bar[] | null = null;

  constructor(
    private readonly interval: Interval,
    after: number | null,
    private readonly fetch: FetchBars,
    private readonly emit: (bar: Bar) => void,
  ) {
    this.newest = after;
  }

  /** A closed bar from the stream. */
  async add(bar: Bar): Promise<void> {
    if (this.held) {
      this.held.push(bar);
      return;
    }
    if (this.newest !== null && bar.start > this.newest + INTERVALS[this.interval]) return this.fill(bar);
    this.pass(bar);
  }

  /** Fetches what closed since the newest bar; `last` is one that the stream already gave. */
  async fill(last?: Bar): Promise<void> {
    if (this.held) {
      if (last) this.held.push(last);
      return;
    }
    this.held = last ? [last] : [];
    try {
      if (this.newest !== null) for (const bar of await this.fetch(LONGEST_BACKFILL)) this.pass(bar);
    } finally {
      const held = this.held;
      this.held = null;
      for (const bar of held) this.pass(bar);
    }
  }

  private pass(bar: Bar): void {
    if (this.newest !== null && bar.start <= this.newest) return;
    this.newest = bar.start;
    this.emit(bar);
  }
}
