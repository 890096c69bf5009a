import { Decimal, INTERVALS } from '@libs/kernel';
import type { Bar, Instrument, Interval } from '@libs/kernel';
import { BarSeries } from '@libs/simulation';
import { InvalidTape, appendBar } from './bar-tape';
import type { BarTape } from './bar-tape';

/** Exact numbers: `units[i] × 10^-scale`. */
interface ExactColumn {
  readonly units: BigInt64Array;
  readonly scale: number;
}

/** Bars as stored, one column per number. */
export interface BarColumns {
  /** Epoch milliseconds. */
  readonly start: Float64Array;
  readonly open: ExactColumn;
  readonly high: ExactColumn;
  readonly low: ExactColumn;
  readonly close: ExactColumn;
  readonly volume: ExactColumn;
}

/** Like `barTape`, without an object per bar: a year of minutes is half a million bars. */
export function columnTape(instrument: Instrument, interval: Interval, chunks: readonly BarColumns[]): BarTape {
  const bars = chunks.reduce((sum, { start }) => sum + start.length, 0);
  const first = chunks.find(({ start }) => start.length > 0)?.start[0];
  if (first === undefined) throw new InvalidTape(`there is no bar of ${instrument.symbol}`);
  const series = new BarSeries(first, INTERVALS[interval], instrument.lotSize.scale, bars);
  for (const columns of chunks) appendColumns(series, instrument, columns);
  return { instrument, interval, series };
}

function appendColumns(series: BarSeries, instrument: Instrument, columns: BarColumns): void {
  const { tickSize, lotSize } = instrument;
  const [open, high, low, close] = [columns.open, columns.high, columns.low, columns.close].map((column) => stepsOf(column, tickSize)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const volume = stepsOf(columns.volume, lotSize);
  for (const [at, start] of columns.start.entries()) {
    const [o, h, l, c, v] = [open[at]!, high[at]!, low[at]!, close[at]!, volume[at]!];
    const isWhole = l > 0 && l <= Math.min(o, c) && h >= Math.max(o, c) && h <= MOST && v >= 0 && v <= MOST;
    if (isWhole && start === series.end) series.push(o, h, l, c, v);
    // Exact numbers check the rest, and report what is wrong.
    else appendBar(series, instrument, barAt(columns, at));
  }
}

const MOST = Number.MAX_SAFE_INTEGER;

/** Number of steps of each value, exact up to 2^53; NaN if counting digits does not suffice. */
function stepsOf({ units, scale }: ExactColumn, step: Decimal): Float64Array {
  const steps = new Float64Array(units.length).fill(NaN);
  if (step.units !== 1n || scale > step.scale) return steps;
  const factor = 10 ** (step.scale - scale);
  for (let at = 0; at < units.length; at += 1) steps[at] = Number(units[at]) * factor;
  return steps;
}

function barAt({ start, open, high, low, close, volume }: BarColumns, at: number): Bar {
  const exact = ({ units, scale }: ExactColumn): Decimal => Decimal.fromUnits(units[at]!, scale);
  return { start: start[at]!, open: exact(open), high: exact(high), low: exact(low), close: exact(close), volume: exact(volume) };
}
