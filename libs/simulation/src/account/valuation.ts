import { Decimal } from '@libs/kernel';
import type { AccountMarkets } from './account-market';

/** The valuation currency, which stands for the dollar. */
const VALUATION_COIN = 'USDT';

const DOLLARS = new Set([VALUATION_COIN, 'USDC', 'USD']);

/** The price of a coin in dollars: its last spot price, else its contract's mark price, else zero. */
export function dollarPrice(markets: AccountMarkets, coin: string): Decimal {
  if (DOLLARS.has(coin)) return Decimal.ONE;
  const symbol = coin + VALUATION_COIN;
  const spot = markets.get(`spot:${symbol}`)?.lastPrice;
  if (spot && !spot.isZero) return spot;
  return markets.get(`linear:${symbol}`)?.mark ?? Decimal.ZERO;
}
