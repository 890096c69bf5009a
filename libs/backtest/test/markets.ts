import { decimal } from '@libs/kernel';
import type { Bar } from '@libs/kernel';
import type { MarketInstrument } from '@libs/simulation';

export const BTC = 'BTC/USDT:USDT';
const MINUTE = 60_000;

/** A linear contract with a tick of 0.5 and a lot of 0.01. */
export const market: MarketInstrument = {
  venue: 'bybit',
  symbol: BTC,
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: decimal('0.5'),
  lotSize: decimal('0.01'),
  minQuantity: decimal('0.01'),
  maxQuantity: decimal('1000'),
  minNotional: decimal('5'),
  maxMarketQuantity: decimal('1000'),
  maxLeverage: 100,
};

/** Bars of a minute each from minute 0 on: open, high, low, close. */
export function minutes(...rows: readonly (readonly [open: number, high: number, low: number, close: number])[]): readonly Bar[] {
  return rows.map(([open, high, low, close], minute) => ({
    start: minute * MINUTE,
    open: decimal(String(open)),
    high: decimal(String(high)),
    low: decimal(String(low)),
    close: decimal(String(close)),
    volume: decimal('100'),
  }));
}
