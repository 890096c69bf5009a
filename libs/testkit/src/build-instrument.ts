import { decimal, type Instrument } from '@libs/kernel';

/** A linear contract as a venue lists it, with what matters to a test put in place of the ordinary. */
export function buildInstrument(change: Partial<Instrument> = {}): Instrument {
  return {
    venue: 'bybit',
    symbol: 'BTC/USDT:USDT',
    venueSymbol: 'BTCUSDT',
    category: 'linear',
    base: 'BTC',
    quote: 'USDT',
    settle: 'USDT',
    tickSize: decimal('0.1'),
    lotSize: decimal('0.001'),
    minQuantity: decimal('0.001'),
    maxQuantity: decimal('100'),
    minNotional: decimal('5'),
    ...change,
  };
}
