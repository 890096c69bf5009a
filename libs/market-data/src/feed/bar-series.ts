import { INTERVALS } from '@libs/kernel';
import type { Bar, Interval } from '@libs/kernel';

const PAGE = 1000;
/** A gap that the venue shows this many times in a row is the venue's own; its bars are skipped. */
const MOST_VAIN_TRIES = 5;

/** Source of missing bars: the newest `limit` closed bars that start at or before `end`, oldest first. */
export type FetchBars = (limit: number, end?: number) => Promise<readonly Bar[]>;

export interface SeriesNews {
  emit(bar: Bar): void;
  /** The newest bar was sent again with other values. */
  corrected(bar: Bar): void;
}

/**
 * The closed bars of one symbol and interval, each once and in order. A gap, or a period without the stream, is filled over REST before
 * anything later is delivered; until then later bars wait.
 */
export class BarSeries {
  private last: Bar | null = null;
  private start: number | null;
  private held: Bar[] = [];
  private filling: Promise<void> | null = null;
  private mustFill = false;
  private vainTries = 0;

  constructor(
    private readonly interval: Interval,
    after: number | null,
    private readonly fetch: FetchBars,
    private readonly news: SeriesNews,
  ) {
    this.start = after;
  }

  /** Start of the newest delivered bar. */
  get newest(): number | null {
    return this.start;
  }

  /** True if bars wait for others before them. */
  get isHolding(): boolean {
    return this.mustFill;
  }

  /** True if bars are missing between the newest one and this. */
  wouldSkip(bar: Bar): boolean {
    return this.start !== null && bar.start > this.start + INTERVALS[this.interval];
  }

  /** Delivery starts with the bar of that start, whether or not the stream sends its close. */
  beginWith(start: number): void {
    this.start ??= start - INTERVALS[this.interval];
  }

  /** The bar of that start, and any before it, cannot be fetched; later ones stop waiting. */
  passOver(start: number): void {
    if (this.start === null || start <= this.start) return;
    this.start = start;
    this.last = null;
  }

  /** A closed bar from the stream. */
  async add(bar: Bar): Promise<void> {
    if (!this.mustFill && !this.wouldSkip(bar)) return this.pass(bar);
    this.held.push(bar);
    await this.fill();
  }

  /** Fetches what closed since the newest bar; rejects if that fails or leaves the gap. */
  fill(): Promise<void> {
    this.mustFill = true;
    this.filling ??= this.fetchMissing().finally(() => (this.filling = null));
    return this.filling;
  }

  private async fetchMissing(): Promise<void> {
    const fetched = this.start === null ? [] : await this.fetchAfter(this.start);
    const waiting = [...fetched, ...this.held].sort((a, b) => a.start - b.start);
    this.held = [];
    if (waiting.some((bar) => this.wouldSkip(bar))) this.vainTries += 1;
    for (const bar of waiting) {
      if (this.wouldSkip(bar) && this.vainTries < MOST_VAIN_TRIES) this.held.push(bar);
      else this.pass(bar);
    }
    const [first] = this.held;
    if (first) throw new HoleInBars(this.start ?? 0, first.start);
    this.mustFill = false;
    this.vainTries = 0;
  }

  /** The newest bars, and earlier pages until they reach `start`. */
  private async fetchAfter(start: number): Promise<readonly Bar[]> {
    const length = INTERVALS[this.interval];
    let found = await this.fetch(PAGE);
    for (let oldest = found[0]; oldest && oldest.start > start + length; oldest = found[0]) {
      const earlier = await this.fetch(Math.min(PAGE, (oldest.start - start) / length), oldest.start - length);
      // A venue that ignores `end` returns the same page again.
      if (earlier.length === 0 || earlier[0]!.start >= oldest.start) break;
      found = [...earlier, ...found];
    }
    return found.filter((bar) => bar.start > start);
  }

  private pass(bar: Bar): void {
    if (this.start === null || bar.start > this.start) {
      this.start = bar.start;
      this.last = bar;
      this.news.emit(bar);
    } else if (this.last && bar.start === this.start && !isSame(bar, this.last)) this.news.corrected(bar);
  }
}

/** The venue omitted bars between two that it returned; they are requested again. */
export class HoleInBars extends Error {
  constructor(
    readonly after: number,
    readonly before: number,
  ) {
    super(`bars between ${new Date(after).toISOString()} and ${new Date(before).toISOString()} are missing at the venue`);
    this.name = 'HoleInBars';
  }
}

/** A bar during which trades were missed, on an exchange without bars to replace it. */
export class BarLost extends Error {
  constructor(readonly start: number) {
    super(`trades of the bar of ${new Date(start).toISOString()} were missed, and the exchange gives no bars of that length`);
    this.name = 'BarLost';
  }
}

function isSame(a: Bar, b: Bar): boolean {
  return a.open.eq(b.open) && a.high.eq(b.high) && a.low.eq(b.low) && a.close.eq(b.close) && a.volume.eq(b.volume);
}
