import { Decimal } from '../number/decimal';

const HALF = Decimal.parse('0.5');

/** Lengths of a bar: the text that users write, and milliseconds. */
export const INTERVALS = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '2h': 7_200_000,
  '4h': 14_400_000,
  '6h': 21_600_000,
  '12h': 43_200_000,
  '1d': 86_400_000,
} as const;

export type Interval = keyof typeof INTERVALS;

/** A closed candle; `start` is its open time in epoch milliseconds, volume is in base units. */
export interface Bar {
  readonly start: number;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  readonly volume: Decimal;
}

/** Best bid and ask. */
export interface Quote {
  readonly bid: Decimal;
  readonly bidSize: Decimal;
  readonly ask: Decimal;
  readonly askSize: Decimal;
}

/** The exact mid price; positions are valued at it. */
export function middleOf({ bid, ask }: Pick<Quote, 'bid' | 'ask'>): Decimal {
  return bid.plus(ask).times(HALF);
}
