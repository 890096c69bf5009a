import { INTERVALS } from '@libs/kernel';
import type { Bar, Decimal, Interval } from '@libs/kernel';
import type { PublicTrade } from '@libs/sdk';
import { GrowingBar } from './growing-bar';
import { RecentIds } from './recent-ids';

export interface BarBuilderNews {
  /** A bar has ended, and every trade of it is included. */
  closed(bar: Bar): void;
  /** The newest bar grew; only reported while nothing is missing from it. */
  forming(bar: Bar, at: number): void;
  /** Bars up to the one that starts at `start` have ended and may lack trades; fetch them elsewhere. */
  missing(start: number): void;
  /** A trade arrived after its bar was closed; `bar` is the bar including it, null if it ended long ago. */
  late(trade: PublicTrade, bar: Bar | null): void;
}

export interface BarBuilderOptions {
  readonly interval: Interval;
  /** Milliseconds of market time for which a bar waits for late trades after its end. */
  readonly lateness?: number;
  readonly news: BarBuilderNews;
}

/** A trade can be stamped before the end of a bar and arrive this much later. */
const LATENESS_MS = 1_000;
/** Number of trades among which duplicates are detected; venues and ccxt repeat at most their newest thousand. */
const REMEMBERED_IDS = 5_000;
/** Number of closed bars for which the effect of a late trade can be computed. */
/** A time jump over more bars than this is not treated as bars without trades. */
const MOST_AT_ONCE = 1_000;
const KEPT_BARS = 3;

/**
 * Builds closed bars from public trades, each once and in order, on the interval's grid in UTC.
 *
 * A bar is closed when market time, from a trade or a clock, has passed its end by the lateness. A closed bar never changes: a later trade
 * of it is reported. A bar without trades is flat at the previous close with volume 0, like Bybit's candles
 * (https://bybit-exchange.github.io/docs/v5/market/kline). A bar opens at its first trade, as on most venues; Bybit's open at the previous
 * close. A bar that began before the trades did, or during which they stopped, is never returned but reported as missing.
 */
export class BarBuilder {
  private readonly length: number;
  private readonly lateness: number;
  private readonly news: BarBuilderNews;
  private readonly ids = new RecentIds(REMEMBERED_IDS);
  private readonly growing = new Map<number, GrowingBar>();
  private closed: GrowingBar[] = [];
  /** The latest known market time. */
  private time = -Infinity;
  /** Start of the first bar that has not ended; null before anything is known. */
  private next: number | null = null;
  /** No trade from this time on was missed; Infinity while trades do not flow. */
  private wholeFrom = Infinity;
  /** The first trades after a start may be historical. */
  private isFirst = true;
  /** The newest trade was far ahead of all others. */
  private sawAhead = false;
  /** Close of the newest ended bar; null while trades after it may have been missed. */
  private price: Decimal | null = null;

  constructor({ interval, lateness = LATENESS_MS, news }: BarBuilderOptions) {
    this.length = INTERVALS[interval];
    this.lateness = lateness;
    this.news = news;
  }

  /** Trades flow from now on; `at` is the market time known here. It may lag, so what follows immediately is not trusted yet. */
  begin(at: number): void {
    this.interrupt();
    this.wholeFrom = at + this.lateness;
    this.isFirst = true;
    this.reach(at);
  }

  /** Trades do not flow, or some may have been missed: no open bar is complete. */
  interrupt(): void {
    this.wholeFrom = Infinity;
    this.growing.clear();
    this.price = null;
  }

  /** Trades as they arrived, in any order. */
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

  /** A single trade far ahead of all others has a wrong timestamp; if another follows, time did jump. */
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
    // Missing bars were fetched elsewhere; they include this trade.
    if (bar || start >= this.wholeFrom) this.news.late(trade, bar?.read() ?? null);
  }

  private tellForming(at: number): void {
    const start = this.startOf(Math.max(at, this.time));
    const bar = start >= this.wholeFrom ? this.growing.get(start)?.read() : null;
    if (bar) this.news.forming(bar, at);
  }

  /** Ends every bar that starts before `due`, itself the start of a bar. */
  private closeBefore(due: number): void {
    if (this.next === null || this.next >= due) return;
    const whole = Math.min(due, Math.ceil(this.wholeFrom / this.length) * this.length);
    if (due - this.next > MOST_AT_ONCE * this.length) return this.passOver(due);
    if (this.next < whole) this.passOver(whole);
    while (this.next < due) this.close(this.next);
  }

  /** Bars before `whole` are not returned; only their closing price is used. */
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
