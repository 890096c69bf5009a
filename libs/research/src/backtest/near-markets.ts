import type { HistoryMarket, HistoryStore } from '@libs/market-data';
import { didYouMean } from '@libs/platform';

/** Which stored market may have been meant, in a sentence; empty where none is like it. The same coin in another market is. */
export async function nearMarket(store: HistoryStore, { venue, symbol }: Pick<HistoryMarket, 'venue' | 'symbol'>): Promise<string> {
  const stored = await store.candleMarkets();
  const elsewhere = stored.filter((market) => market.symbol === symbol && market.venue !== venue).map((market) => market.venue);
  if (elsewhere.length > 0) return ` Candles of ${symbol} are stored for ${elsewhere.join(', ')}.`;
  const others = stored.filter((market) => market.venue === venue && market.symbol !== symbol).map((market) => market.symbol);
  return didYouMean(symbol, others, (known) => known.split('/')[0]!);
}
