import { INTERVALS } from '@libs/kernel';
import type { Bar, Decimal, Interval } from '@libs/kernel';
import type { PublicTrade } from '@libs/sdk';
import { GrowingBar } from './growing-bar';
import { RecentIds } from './recent-ids';

export interface BarBuilderNews {
  /** A bar is over, and every trade of it is in it. */
  closed(bar: Bar): void;
  /** The newest bar grew; only told while nothing is missing from it. */
  forming(bar: Bar, at: number): void;
  /** Bars up to the one that starts at `start` are over and trades of them may have been missed; they have to come from elsewhere. */
  missing(start: number): void;
  /** A trade came after its bar was closed; `bar` is what the bar would be with it, null when it is long over. */
  late(trade: PublicTrade, bar: Bar | null): void;
}

export interface BarBuilderOptions {
  readonly interval: Interval;
  /** Milliseconds of market time for which a bar waits for its last trades after its end. */
  readonly lateness?: number;
  readonly news: BarBuilderNews;
}

/** A trade may be stamped before the end of a bar and come this much later. */
const LATENESS_MS = 1_000;
/** A repetition is found among so many trades; venues and ccxt repeat their newest thousand at most. */
const REMEMBERED_IDS = 5_000;
/** Of so many closed bars it is known what a late trade would make of them. */
/** A jump in time over more bars than this is none that nobody traded through. */
const MOST_AT_ONCE = 1_000;
const KEPT_BARS = 3;

/**
 * Closed bars out of public trades, each once and in order, on the interval's grid in UTC.
 *
 * A bar is closed when market time, told by a trade or by a clock, has passed its end by the lateness. A closed bar never changes:
 * a later trade of it is reported. Without a trade a bar is flat at the close before it with volume 0, as Bybit's candles are
 * (https://bybit-exchange.github.io/docs/v5/market/kline). It opens at its first trade, as candles of most venues do; Bybit's open
 * at the close before. A bar that began before the trades began to flow, or during which they stopped, is never given but
 * reported as missing.
 */
export class BarBuilder {
  private readonly length: number;
  private readonly lateness: number;
  private readonly news: BarBuilderNews;
  private readonly ids = new RecentIds(REMEMBERED_IDS);
  private readonly growing = new Map<number, GrowingBar>();
  private closed: GrowingBar[] = [];
  /** Market time as far as it is known. */
  private time = -Infinity;
  /** Start of the first bar that is not over; null before anything is known. */
  private next: number | null = null;
  /** No trade from this time on was missed; infinite while trades do not flow. */
  private wholeFrom = Infinity;
  /** The first trades after a beginning may be those of the past. */
  private isFirst = true;
  /** The newest trade was far ahead of all others. */
  private sawAhead = false;
  /** Close of the newest bar that is over; null while trades after it may have been missed. */
  private price: Decimal | null = null;

  constructor({ interval, lateness = LATENESS_MS, news }: BarBuilderOptions) {
    this.length = INTERVALS[interval];
    this.lateness = lateness;
    this.news = news;
  }

  /** Trades flow from now on, `at` as market time is known here; that may be behind, so what follows at once is not yet trusted. */
  begin(at: number): void {
    this.interrupt();
    this.wholeFrom = at + this.lateness;
    this.isFirst = true;
    this.reach(at);
  }

  /** Trades do not flow, or some may have been missed: every bar that is not closed has lost its truth. */
  interrupt(): void {
    this.wholeFrom = Infinity;
    this.growing.clear();
    this.price = null;
  }

  /** Trades as they came, in any order. */
  add(given: readonly PublicTrade[]): void {
    const trades = given.filter((trade) => !this.isStray(trade));
    if (trades.length === 0) return;
    const newest = Math.max(...trades.map(({ at }) => at));
    if (this.isFirst) this.wholeFrom = Math.max(this.wholeFrom, newest + 1);
    this.isFirst = false;
    for (const trade of trades) if (this.ids.add(trade.id)) this.take(trade);
    this.tellForming(newest);
    this.reach(newest);
  }

  /** Market time is at least this. */
  reach(time: number): void {
    this.time = Math.max(this.time, time);
    if (this.next === null) {
      if (this.time > 0) this.next = this.startOf(this.time);
      return;
    }
    this.closeBefore(this.startOf(this.time - this.lateness));
  }

  /** One trade far ahead of all others has a wrong stamp; where another one follows, time did jump. */
  private isStray({ at }: PublicTrade): boolean {
    const isAhead = this.next !== null && at - this.next > MOST_AT_ONCE * this.length;
    const isStray = isAhead && !this.sawAhead;
    this.sawAhead = isAhead;
    return isStray;
  }

  private take(trade: PublicTrade): void {
    const start = this.startOf(trade.at);
    this.next ??= start;
    if (start < this.next) return this.takeLate(trade, start);
    this.growingAt(start).add(trade);
  }

  private takeLate(trade: PublicTrade, start: number): void {
    const bar = this.closed.find((one) => one.start === start);
    bar?.add(trade);
    // Bars that were missing came from elsewhere, with this trade in them.
    if (bar || start >= this.wholeFrom) this.news.late(trade, bar?.read() ?? null);
  }

  private tellForming(at: number): void {
    const start = this.startOf(Math.max(at, this.time));
    const bar = start >= this.wholeFrom ? this.growing.get(start)?.read() : null;
    if (bar) this.news.forming(bar, at);
  }

  /** Ends every bar that starts before `due`, a bar's start itself. */
  private closeBefore(due: number): void {
    if (this.next === null || this.next >= due) return;
    const whole = Math.min(due, Math.ceil(this.wholeFrom / this.length) * this.length);
    if (due - this.next > MOST_AT_ONCE * this.length) return this.passOver(due);
    if (this.next < whole) this.passOver(whole);
    while (this.next < due) this.close(this.next);
  }

  /** Bars before `whole` are not given; what is known of them is the price at which they ended. */
  private passOver(whole: number): void {
    for (const start of [...this.growing.keys()].filter((one) => one < whole).sort((a, b) => a - b)) this.end(start);
    this.next = whole;
    this.news.missing(whole - this.length);
  }

  private close(start: number): void {
    const ended = this.end(start);
    const bar = ended.read();
    this.next = start + this.length;
    if (!bar) return this.news.missing(start);
    this.closed = [...this.closed, ended].slice(-KEPT_BARS);
    this.news.closed(bar);
  }

  private end(start: number): GrowingBar {
    const ended = this.growing.get(start) ?? new GrowingBar(start, this.price);
    this.growing.delete(start);
    this.price = ended.read()?.close ?? this.price;
    return ended;
  }

  private growingAt(start: number): GrowingBar {
    let bar = this.growing.get(start);
    if (!bar) this.growing.set(start, (bar = new GrowingBar(start, null)));
    return bar;
  }

  private startOf(time: number): number {
    return Math.floor(time / this.length) * this.length;
  }
}
