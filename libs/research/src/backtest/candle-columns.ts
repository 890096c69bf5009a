import type { Bar } from '@libs/kernel';
import { scaledColumn, type CandleColumns, type ScaledColumn } from '@libs/market-data';

type Name = Exclude<keyof CandleColumns, 'start'>;

/** Bars in the format in which stored ones are read. */
export function columnsOf(bars: readonly Bar[]): CandleColumns {
  const start = Float64Array.from(bars, (bar) => bar.start);
  return withColumns(start, (name) =>
    scaledColumn(
      name,
      bars.map((bar) => bar[name]),
    ),
  );
}

/** Those that begin then or later. */
export function columnsFrom(columns: CandleColumns, from: number): CandleColumns {
  const found = columns.start.findIndex((at) => at >= from);
  const first = found < 0 ? columns.start.length : found;
  return withColumns(columns.start.subarray(first), (name) => {
    const { units, scale } = columns[name];
    return { units: units.subarray(first), scale };
  });
}

function withColumns(start: Float64Array, column: (name: Name) => ScaledColumn): CandleColumns {
  return {
    start,
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  };
}
