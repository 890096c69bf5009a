import { Decimal, INTERVALS } from '@libs/kernel';
import type { Bar, Instrument, Interval } from '@libs/kernel';
import { BarSeries } from '@libs/simulation';

/** Closed bars of one market for a backtest, oldest first and without gaps. */
export interface BarTape {
  readonly instrument: Instrument;
  readonly interval: Interval;
  /** Prices in ticks of the instrument, volume in lots. */
  readonly series: BarSeries;
}

/** Bars that a backtest cannot play. */
export class InvalidTape extends Error {
  constructor(problem: string, options?: ErrorOptions) {
    super(problem, options);
    this.name = 'InvalidTape';
  }
}

/** Builds a tape from bars; throws `InvalidTape` for a gap, a price that is not a multiple of the tick, or an impossible bar. */
export function barTape(instrument: Instrument, interval: Interval, bars: Iterable<Bar>): BarTape {
  let series: BarSeries | null = null;
  for (const bar of bars) {
    series ??= new BarSeries(bar.start, INTERVALS[interval], instrument.lotSize.scale);
    appendBar(series, instrument, bar);
  }
  if (!series) throw new InvalidTape(`there is no bar of ${instrument.symbol}`);
  return { instrument, interval, series };
}

/** Adds the next bar of a series; throws `InvalidTape` like `barTape`. */
export function appendBar(series: BarSeries, instrument: Instrument, bar: Bar): void {
  if (bar.start !== series.end) throw new InvalidTape(holeOf(instrument, series.end, bar.start));
  const at = (price: Decimal): number => ticksOf(instrument, price, bar.start);
  const [open, high, low, close] = [at(bar.open), at(bar.high), at(bar.low), at(bar.close)];
  if (low > Math.min(open, close) || high < Math.max(open, close) || bar.volume.sign < 0)
    throw new InvalidTape(`${nameOf(instrument, bar.start)} contradicts itself: ${textOfBar(bar)}`);
  series.push(open, high, low, close, bar.volume.dividedBy(instrument.lotSize, 0, 'DOWN').toNumber());
}

function ticksOf(instrument: Instrument, price: Decimal, start: number): number {
  if (price.sign <= 0) throw new InvalidTape(`${nameOf(instrument, start)} has the price ${price}, and a price is above zero`);
  if (!price.isMultipleOf(instrument.tickSize))
    throw new InvalidTape(`${nameOf(instrument, start)} has the price ${price}, which is no multiple of the tick ${instrument.tickSize}`);
  return price.dividedBy(instrument.tickSize, 0).toNumber();
}

function holeOf(instrument: Instrument, expected: number, found: number): string {
  // An overlap, which downloading more data would not fix.
  if (found < expected)
    return `${nameOf(instrument, found)} begins before the one before it ends, at ${textOf(expected)}; one of the two is not of this length`;
  return `after the bars of ${instrument.symbol} before ${textOf(expected)} comes the one of ${textOf(found)}; download what lies between`;
}

function nameOf(instrument: Instrument, start: number): string {
  return `the bar of ${instrument.symbol} at ${textOf(start)}`;
}

function textOfBar({ open, high, low, close, volume }: Bar): string {
  return `open ${open}, high ${high}, low ${low}, close ${close}, volume ${volume}`;
}

function textOf(at: number): string {
  return new Date(at).toISOString();
}
