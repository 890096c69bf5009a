import { INTERVALS, defineExchange } from '@libs/sdk';
import type { Interval } from '@libs/sdk';
import { BybitAccountQueries } from './account-queries';
import { BybitMarketData } from './market-data';
import { BybitOrderEntry } from './order-entry';
import { PRIVATE_TOPICS, PrivateStream } from './private-stream';
import { PublicStream } from './public-stream';
import { RestClient } from './rest-client';
import { topicOf } from './topics';

const DAY = 86_400_000;

/** Bybit V5, spot and linear contracts of a unified account in one-way mode. */
export const exchange = defineExchange({
  name: 'bybit',
  title: 'Bybit',
  verification: 'VERIFIED',
  market: {
    quote: 'stream',
    trades: 'stream',
    ticker: 'stream',
    bar: 'stream',
    book: 'stream',
    bookDepths: [50, 200, 1000],
    intervals: Object.keys(INTERVALS) as Interval[],
  },
  defaults: {
    mainnet: {
      restUrl: 'https://api.bybit.com',
      publicWebSocketUrl: 'wss://stream.bybit.com',
      publicWebSocketFallbacks: ['wss://stream.bytick.com'],
      privateWebSocketUrl: 'wss://stream.bybit.com',
    },
    testnet: {
      restUrl: 'https://api-testnet.bybit.com',
      publicWebSocketUrl: 'wss://stream-testnet.bybit.com',
      privateWebSocketUrl: 'wss://stream-testnet.bybit.com',
    },
    demo: {
      restUrl: 'https://api-demo.bybit.com',
      publicWebSocketUrl: 'wss://stream.bybit.com',
      privateWebSocketUrl: 'wss://stream-demo.bybit.com',
    },
  },
  marketData: (options) => new BybitMarketData(new RestClient(options)),
  publicStream: { kind: 'codec', codec: (options, category) => new PublicStream(options, category), topic: topicOf },
  trading: {
    capabilities: { requestWindow: 5_000, clientIdUnique: 'forever', lookupHorizon: 7 * DAY },
    privateTopics: PRIVATE_TOPICS,
    privateStream: (options) => new PrivateStream(options),
    orderEntry: (options) => new BybitOrderEntry(options),
    accountQueries: (options) => new BybitAccountQueries(options),
  },
});
