import type { Bar } from '@libs/sdk';
import { MalformedMessage, list, millis, notNegative, positive } from './read';

/** ccxt's candles, oldest first, each start once (the later one counts); whether they are closed they do not say. */
export function normaliseBars(candles: unknown): Bar[] {
  const bars = new Map<number, Bar>();
  for (const candle of list(candles, 'candles')) {
    const bar = normaliseBar(candle);
    bars.set(bar.start, bar);
  }
  return [...bars.values()].sort((a, b) => a.start - b.start);
}

function normaliseBar(candle: unknown): Bar {
  const [start, open, high, low, close, volume] = list(candle, 'candles');
  const bar = {
    start: millis(start, 'a candle start'),
    open: positive(open, 'an open'),
    high: positive(high, 'a high'),
    low: positive(low, 'a low'),
    close: positive(close, 'a close'),
    volume: notNegative(volume, 'a volume'),
  };
  if (bar.high.lt(bar.low) || bar.open.gt(bar.high) || bar.open.lt(bar.low) || bar.close.gt(bar.high) || bar.close.lt(bar.low))
    throw new MalformedMessage(`a candle of ${bar.start} whose open or close is outside its high and low`);
  return bar;
}
