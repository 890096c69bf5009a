import { defineExchange } from '@libs/sdk';
import { BybitAccountQueries } from './account-queries';
import { BybitMarketData } from './market-data';
import { BybitOrderEntry } from './order-entry';
import { PRIVATE_TOPICS, PrivateStream } from './private-stream';
import { PublicStream } from './public-stream';
import { toWireInterval } from './symbols';

const DAY = 86_400_000;

/** Bybit V5, spot and linear contracts of a unified account in one-way mode. */
export const exchange = defineExchange({
  name: 'bybit',
  capabilities: { requestWindow: 5_000, clientIdUnique: 'forever', lookupHorizon: 7 * DAY },
  defaults: {
    mainnet: {
      restUrl: 'https://api.bybit.com',
      publicWebSocketUrl: 'wss://stream.bybit.com',
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
  marketData: (options) => new BybitMarketData(options),
  publicStream: (options, category) => new PublicStream(options, category),
  quoteTopic: (instrument) => `orderbook.1.${instrument.venueSymbol}`,
  barTopic: (instrument, interval) => `kline.${toWireInterval(interval)}.${instrument.venueSymbol}`,
  privateStream: (options) => new PrivateStream(options),
  privateTopics: PRIVATE_TOPICS,
  orderEntry: (options) => new BybitOrderEntry(options),
  accountQueries: (options) => new BybitAccountQueries(options),
});
