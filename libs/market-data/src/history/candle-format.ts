import { Decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import { decimalAt, largestScale, scaledColumn } from './scaled';
import { numbersOf, timeColumn } from './row-format';
import type { RowFormat } from './row-format';

const PRICES = ['open', 'high', 'low', 'close'] as const;
const VALUES = [...PRICES, 'volume'] as const;

/** Candles: their start, four prices on one scale, volume in base units. */
export const candleFormat: RowFormat<Bar> = {
  keyOf: (bar) => bar.start,
  timeOf: (bar) => bar.start,
  compare: (a, b) => a.start - b.start,
  isSame: (a, b) => VALUES.every((name) => a[name].eq(b[name])),
  encode(bars) {
    const priceScale = PRICES.reduce(
      (scale, name) =>
        largestScale(
          bars.map((bar) => bar[name]),
          scale,
        ),
      0,
    );
    return [
      timeColumn(
        'start',
        bars.map(({ start }) => start),
      ),
      ...VALUES.map((name) => {
        const values = bars.map((bar) => bar[name]);
        return { name, type: 'decimal' as const, ...scaledColumn(name, values, name === 'volume' ? 0 : priceScale) };
      }),
    ];
  },
  decode(columns) {
    const start = numbersOf(columns, 'start');
    const [open, high, low, close, volume] = VALUES.map((name) => numbersOf(columns, name)) as [
      Numbers,
      Numbers,
      Numbers,
      Numbers,
      Numbers,
    ];
    return Array.from(start.units, (time, index) => ({
      start: Number(time),
      open: decimalAt(open, index),
      high: decimalAt(high, index),
      low: decimalAt(low, index),
      close: decimalAt(close, index),
      volume: decimalAt(volume, index),
    }));
  },
  describe: (bar) => VALUES.map((name) => `${name} ${bar[name].toString()}`).join(', '),
};

type Numbers = ReturnType<typeof numbersOf>;

/** Joins consecutive candles into one that starts with the first. */
export function sumOfBars(bars: readonly Bar[]): Bar {
  const [first] = bars;
  const last = bars.at(-1);
  if (!first || !last) throw new RangeError('There is no sum of no candles');
  return {
    start: first.start,
    open: first.open,
    high: bars.reduce((high, bar) => Decimal.max(high, bar.high), first.high),
    low: bars.reduce((low, bar) => Decimal.min(low, bar.low), first.low),
    close: last.close,
    volume: bars.reduce((sum, bar) => sum.plus(bar.volume), Decimal.ZERO),
  };
}
