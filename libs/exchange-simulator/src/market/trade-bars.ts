import { BarSeries, type TickBar } from '@libs/simulation';

/** Bars made of trades: a minute without one repeats the last close. */
export class TradeBars {
  series: BarSeries;
  forming: TickBar | undefined;

  constructor(
    private readonly interval: number,
    private readonly volumeScale: number,
  ) {
    this.series = new BarSeries(0, interval, volumeScale, 1);
  }

  /** Market time at which the forming bar closes; undefined before the first trade. */
  get closesAt(): number | undefined {
    return this.forming && this.forming.start + this.interval;
  }

  add(time: number, ticks: number, volume: number): void {
    const before = this.forming;
    if (!before) {
      const start = Math.floor(time / this.interval) * this.interval;
      this.series = new BarSeries(start, this.interval, this.volumeScale);
      this.forming = { start, open: ticks, high: ticks, low: ticks, close: ticks, volume };
      return;
    }
    this.forming = {
      ...before,
      high: Math.max(before.high, ticks),
      low: Math.min(before.low, ticks),
      close: ticks,
      volume: before.volume + volume,
    };
  }

  /** Closes the forming bar; the next one stands at its close, with nothing traded yet. */
  close(): void {
    const { open, high, low, close, volume, start } = this.forming!;
    this.series.push(open, high, low, close, volume);
    this.forming = { start: start + this.interval, open: close, high: close, low: close, close, volume: 0 };
  }
}
