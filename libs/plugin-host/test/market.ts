import type { MarketText } from '@libs/backtest';

export const SYMBOL = 'BTC/USDT:USDT';
/** What the sandboxes of the specs trade. */
export const market: MarketText = {
  venue: 'bybit',
  symbol: SYMBOL,
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: '0.5',
  lotSize: '0.01',
  minQuantity: '0.01',
  maxQuantity: '1000',
  minNotional: '5',
  maxLeverage: 100,
};
