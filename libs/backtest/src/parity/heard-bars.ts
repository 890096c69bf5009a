import { Decimal, INTERVALS } from '@libs/kernel';
import type { Instrument, Interval } from '@libs/kernel';
import type { BarText, Texted } from '@libs/engine';
import type { RecordedBars } from './recording';

interface Sides {
  readonly bid: string;
  readonly ask: string;
}

/** Collects the bars of one symbol and interval, and the mid prices after the last of them. */
export class HeardBars {
  private readonly bars = new Map<number, BarText>();
  private firstLive: number | null = null;
  private lastLive: number | null = null;
  private after: Sides[] = [];

  constructor(
    readonly symbol: string,
    readonly interval: Interval,
  ) {}

  took(bar: BarText): void {
    this.bars.set(bar.start, bar);
    this.after = [];
  }

  /** A known bar was received live, or is equal. */
  past(bar: BarText): void {
    if (!this.bars.has(bar.start)) this.bars.set(bar.start, bar);
  }

  shown(start: number): void {
    this.firstLive ??= start;
    this.lastLive = start;
  }

  quoted({ symbol, bid, ask }: Sides & { readonly symbol: string }): void {
    if (symbol !== this.symbol || this.lastLive === null) return;
    const last = this.after.at(-1);
    if (last?.bid !== bid || last.ask !== ask) this.after.push({ bid, ask });
  }

  recorded(instrument: Texted<Instrument> | undefined): RecordedBars {
    const { symbol, interval, bars, firstLive, lastLive } = this;
    return { symbol, interval, bars, firstLive, lastLive, forming: instrument ? this.forming(Decimal.parse(instrument.tickSize)) : null };
  }

  private forming(tick: Decimal): BarText | null {
    const middles = this.after.map(({ bid, ask }) =>
      Decimal.parse(bid).plus(Decimal.parse(ask)).times(Decimal.parse('0.5')).toMultipleOf(tick, 'DOWN'),
    );
    const [open] = middles;
    const close = middles.at(-1);
    const newest = Math.max(...this.bars.keys());
    if (!open || !close || !Number.isFinite(newest)) return null;
    const [high, low] = [
      middles.reduce((most, price) => Decimal.max(most, price)),
      middles.reduce((least, price) => Decimal.min(least, price)),
    ];
    const prices = { open: open.toString(), high: high.toString(), low: low.toString(), close: close.toString() };
    return { start: newest + INTERVALS[this.interval], ...prices, volume: '0' };
  }
}
