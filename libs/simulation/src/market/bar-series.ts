/** One bar in whole numbers: prices in ticks, volume in the series' volume units. */
export interface TickBar {
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Open, high, low, close and volume. */
export const NUMBERS_A_BAR = 5;
/** Bars of a stored series held in memory at a time. */
const WINDOW = 65_536;

/** The storage of a series that is not in memory. */
export interface StoredBars {
  readonly length: number;
  /** Fills `into` with the numbers of the bars from `first` on, five per bar. */
  read(first: number, into: Float64Array): void;
}

type SeriesTerms = Pick<BarSeries, 'firstStart' | 'interval' | 'volumeScale'>;

/** Bars without gaps, oldest first, in one typed array: 40 bytes per bar. A stored series holds only some of them in memory. */
export class BarSeries {
  private data: Float64Array;
  private count = 0;
  /** Indexes of the first bar in `data` and of the one after the last. */
  private first = 0;
  private behind = 0;
  private stored: StoredBars | null = null;

  constructor(
    readonly firstStart: number,
    readonly interval: number,
    /** Volume is kept as whole multiples of 10^-volumeScale of the base asset. */
    readonly volumeScale: number,
    capacity = 1_024,
  ) {
    this.data = new Float64Array(capacity * NUMBERS_A_BAR);
  }

  /** A series that reads its bars on demand; fastest from front to back. */
  static stored({ firstStart, interval, volumeScale }: SeriesTerms, bars: StoredBars): BarSeries {
    const series = new BarSeries(firstStart, interval, volumeScale, Math.min(WINDOW, Math.max(1, bars.length)));
    series.count = bars.length;
    series.stored = bars;
    return series;
  }

  /** The bars from `first` (inclusive) to `end` (exclusive): a separate series over the same numbers. */
  slice(first: number, end: number): BarSeries {
    const { interval, volumeScale, stored } = this;
    const firstStart = this.startOf(first);
    if (stored) {
      const part: StoredBars = { length: end - first, read: (from, into) => stored.read(first + from, into) };
      return BarSeries.stored({ firstStart, interval, volumeScale }, part);
    }
    return BarSeries.of({ firstStart, interval, volumeScale }, this.data.subarray(first * NUMBERS_A_BAR, end * NUMBERS_A_BAR));
  }

  /** The same series with all bars in memory, for repeated passes. */
  held(): BarSeries {
    if (!this.stored) return this;
    const data = new Float64Array(this.count * NUMBERS_A_BAR);
    this.stored.read(0, data);
    return BarSeries.of(this, data);
  }

  /** Pushing another bar moves it to an array of its own. */
  private static of({ firstStart, interval, volumeScale }: SeriesTerms, data: Float64Array): BarSeries {
    const series = new BarSeries(firstStart, interval, volumeScale, 0);
    series.data = data;
    series.count = series.behind = data.length / NUMBERS_A_BAR;
    return series;
  }

  get length(): number {
    return this.count;
  }

  /** The open time of the bar after the last. */
  get end(): number {
    return this.firstStart + this.count * this.interval;
  }

  push(open: number, high: number, low: number, close: number, volume: number): void {
    if (this.stored) throw new Error('a stored series takes no bars');
    const at = this.count * NUMBERS_A_BAR;
    if (at === this.data.length) this.grow();
    this.data[at] = open;
    this.data[at + 1] = high;
    this.data[at + 2] = low;
    this.data[at + 3] = close;
    this.data[at + 4] = volume;
    this.count += 1;
    this.behind = this.count;
  }

  startOf(index: number): number {
    return this.firstStart + index * this.interval;
  }

  /** Index of the bar that contains `time`; may be outside the series. */
  indexAt(time: number): number {
    return Math.floor((time - this.firstStart) / this.interval);
  }

  at(index: number): TickBar {
    if (index < 0 || index >= this.count) throw new RangeError(`there is no bar ${index} among ${this.count}`);
    const at = this.placeOf(index);
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

  get numbers(): Readonly<Float64Array> {
    return this.data;
  }

  openAt(index: number): number {
    return this.data[this.placeOf(index)]!;
  }

  highAt(index: number): number {
    return this.data[this.placeOf(index) + 1]!;
  }

  lowAt(index: number): number {
    return this.data[this.placeOf(index) + 2]!;
  }

  closeAt(index: number): number {
    return this.data[this.placeOf(index) + 3]!;
  }

  volumeAt(index: number): number {
    return this.data[this.placeOf(index) + 4]!;
  }

  /** Offset of the bar's open, high, low, close and volume in `numbers`, valid until another bar is requested. */
  placeOf(index: number): number {
    if (index < this.first || index >= this.behind) this.load(index);
    return (index - this.first) * NUMBERS_A_BAR;
  }

  /** Index after the last bar in memory together with `index`: up to there they are contiguous in `numbers`. */
  together(index: number): number {
    this.placeOf(index);
    return this.behind;
  }

  /** Loads whole windows, so that alternating across an edge is rare. */
  private load(index: number): void {
    if (!this.stored || index < 0 || index >= this.count) return;
    const first = Math.floor(index / WINDOW) * WINDOW;
    const bars = Math.min(WINDOW, this.count - first);
    this.stored.read(first, this.data.subarray(0, bars * NUMBERS_A_BAR));
    this.first = first;
    this.behind = first + bars;
  }

  private grow(): void {
    const larger = new Float64Array(Math.max(NUMBERS_A_BAR, this.data.length * 2));
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
