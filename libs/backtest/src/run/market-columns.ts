import type { MarketColumns } from '../metrics/run-record';
import type { BarTape } from './bar-tape';

/** The bars of a tape that close in a span, as columns for metrics. */
export function marketColumns({ instrument, series }: BarTape, from: number, to: number): MarketColumns {
  const first = Math.max(0, series.indexAt(from));
  const count = Math.max(0, Math.min(series.length, series.indexAt(to)) - first);
  const [units, power] = [Number(instrument.tickSize.units), 10 ** instrument.tickSize.scale];
  const column = (): Float64Array => new Float64Array(count);
  const [times, opens, highs, lows, closes] = [column(), column(), column(), column(), column()];
  for (let at = 0; at < count; at += 1) {
    const place = series.placeOf(first + at);
    const { numbers } = series;
    times[at] = series.startOf(first + at) + series.interval;
    opens[at] = (numbers[place]! * units) / power;
    highs[at] = (numbers[place + 1]! * units) / power;
    lows[at] = (numbers[place + 2]! * units) / power;
    closes[at] = (numbers[place + 3]! * units) / power;
  }
  return { symbol: instrument.symbol, lotSize: instrument.lotSize.toString(), times, opens, highs, lows, closes };
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly columns: MarketColumns;
}

/** The columns of tapes, cached for consecutive runs over one span; read-only. */
export class SharedColumns {
  private readonly newest = new WeakMap<BarTape, Span>();

  /** Like `marketColumns`. */
  of(tape: BarTape, from: number, to: number): MarketColumns {
    const known = this.newest.get(tape);
    if (known?.from === from && known.to === to) return known.columns;
    const columns = marketColumns(tape, from, to);
    this.newest.set(tape, { from, to, columns });
    return columns;
  }
}
