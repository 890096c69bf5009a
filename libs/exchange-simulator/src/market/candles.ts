import { joinBars, type BarSeries, type VenueMarket, type TickBar } from '@libs/simulation';
import { Decimal } from '@libs/kernel';

/** Lengths that V5 names, in milliseconds; weeks and months follow the calendar. */
export const V5_INTERVALS: Readonly<Record<string, number>> = {
  '1': 60_000,
  '3': 180_000,
  '5': 300_000,
  '15': 900_000,
  '30': 1_800_000,
  '60': 3_600_000,
  '120': 7_200_000,
  '240': 14_400_000,
  '360': 21_600_000,
  '720': 43_200_000,
  D: 86_400_000,
};

/** A candle as clients see it. */
export interface Candle {
  readonly start: number;
  readonly end: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly turnover: string;
}

/** Played bars of one market and the one that is being played. */
export interface BarSource {
  readonly state: VenueMarket;
  readonly series: BarSeries;
  /** Bars of the series that are closed as of now. */
  readonly closedBars: number;
  readonly forming: TickBar | undefined;
}

/** The bar of `interval` that contains `time`, from closed and forming base bars; undefined when its beginning is not known. */
export function barAt(source: BarSource, interval: number, time: number): TickBar | undefined {
  const { series, closedBars, forming } = source;
  const start = Math.floor(time / interval) * interval;
  const from = series.indexAt(start);
  if (from < 0) return undefined;
  const to = Math.min(closedBars, from + interval / series.interval);
  const closed = to > from ? joinBars(series, from, to - from, start) : undefined;
  if (!forming || forming.start < start || forming.start >= start + interval) return closed;
  return closed ? join(closed, forming) : { ...forming, start };
}

export function toCandle(source: BarSource, interval: number, bar: TickBar): Candle {
  const { ticks } = source.state;
  const { volumeScale } = source.series;
  const volume = Decimal.fromUnits(BigInt(bar.volume), volumeScale);
  const sum = BigInt(bar.open) + BigInt(bar.high) + BigInt(bar.low) + BigInt(bar.close);
  const average = Decimal.fromUnits(sum * ticks.step.units * 25n, ticks.step.scale + 2);
  return {
    start: bar.start,
    end: bar.start + interval - 1,
    open: ticks.text(bar.open),
    high: ticks.text(bar.high),
    low: ticks.text(bar.low),
    close: ticks.text(bar.close),
    volume: volume.toString(),
    // Candle files carry no turnover; volume at the bar's middle price stands in for it.
    turnover: volume.times(average).roundTo(4).toString(),
  };
}

function join(bar: TickBar, next: TickBar): TickBar {
  return {
    start: bar.start,
    open: bar.open,
    high: Math.max(bar.high, next.high),
    low: Math.min(bar.low, next.low),
    close: next.close,
    volume: bar.volume + next.volume,
  };
}
