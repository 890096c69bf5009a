/** One bar in whole numbers: prices in ticks, volume in the series' volume units. */
export interface TickBar {
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const COLUMNS = 5;

/** Bars without gaps, oldest first, in one typed array: 40 bytes per bar. */
export class BarSeries {
  private data: Float64Array;
  private count = 0;

  constructor(
    readonly firstStart: number,
    readonly interval: number,
    /** Volume is kept as whole multiples of 10^-volumeScale of the base asset. */
    readonly volumeScale: number,
    capacity = 1_024,
  ) {
    this.data = new Float64Array(capacity * COLUMNS);
  }

  get length(): number {
    return this.count;
  }

  /** The open time of the bar after the last. */
  get end(): number {
    return this.firstStart + this.count * this.interval;
  }

  push(open: number, high: number, low: number, close: number, volume: number): void {
    const at = this.count * COLUMNS;
    if (at === this.data.length) this.grow();
    this.data[at] = open;
    this.data[at + 1] = high;
    this.data[at + 2] = low;
    this.data[at + 3] = close;
    this.data[at + 4] = volume;
    this.count += 1;
  }

  startOf(index: number): number {
    return this.firstStart + index * this.interval;
  }

  /** The bar that contains `time`; may lie outside the series. */
  indexAt(time: number): number {
    return Math.floor((time - this.firstStart) / this.interval);
  }

  at(index: number): TickBar {
    if (index < 0 || index >= this.count) throw new RangeError(`there is no bar ${index} among ${this.count}`);
    const at = index * COLUMNS;
    const data = this.data;
    return {
      start: this.startOf(index),
      open: data[at]!,
      high: data[at + 1]!,
      low: data[at + 2]!,
      close: data[at + 3]!,
      volume: data[at + 4]!,
    };
  }

  openAt(index: number): number {
    return this.data[index * COLUMNS]!;
  }

  highAt(index: number): number {
    return this.data[index * COLUMNS + 1]!;
  }

  lowAt(index: number): number {
    return this.data[index * COLUMNS + 2]!;
  }

  volumeAt(index: number): number {
    return this.data[index * COLUMNS + 4]!;
  }

  closeAt(index: number): number {
    return this.data[index * COLUMNS + 3]!;
  }

  private grow(): void {
    const larger = new Float64Array(this.data.length * 2);
    larger.set(this.data);
    this.data = larger;
  }
}

/** Joins `count` bars from `from` on into one that starts at `start`. */
export function joinBars(series: BarSeries, from: number, count: number, start: number): TickBar {
  const first = series.at(from);
  let { high, low, close, volume } = first;
  for (let index = from + 1; index < from + count; index += 1) {
    const bar = series.at(index);
    if (bar.high > high) high = bar.high;
    if (bar.low < low) low = bar.low;
    close = bar.close;
    volume += bar.volume;
  }
  return { start, open: first.open, high, low, close, volume };
}
