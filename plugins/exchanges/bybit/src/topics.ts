import type { Subscription } from '@libs/sdk';
import { toWireInterval } from './symbols';

/** The topic of a public subscription; https://bybit-exchange.github.io/docs/v5/ws/connect */
export function topicOf(subscription: Subscription): string {
  const { venueSymbol } = subscription.instrument;
  switch (subscription.kind) {
    case 'quote':
      return `orderbook.1.${venueSymbol}`;
    case 'trades':
      return `publicTrade.${venueSymbol}`;
    case 'ticker':
      return `tickers.${venueSymbol}`;
    case 'book':
      return `orderbook.${subscription.depth}.${venueSymbol}`;
    case 'bar':
      return `kline.${toWireInterval(subscription.interval)}.${venueSymbol}`;
  }
}
