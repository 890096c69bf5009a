import { START } from '../start';
import type { VenueMessages } from '../venue-messages';

export const binance: VenueMessages = {
  id: 'binance',
  symbol: 'BTC/USDT',
  rest: {
    // https://developers.binance.com/docs/binance-spot-api-docs/rest-api
    '/api/v3/exchangeInfo': {
      symbols: [
        {
          symbol: 'BTCUSDT',
          status: 'TRADING',
          baseAsset: 'BTC',
          quoteAsset: 'USDT',
          isSpotTradingAllowed: true,
          baseAssetPrecision: 8,
          quotePrecision: 8,
          permissions: [],
          permissionSets: [['SPOT']],
          filters: [
            { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
            { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
            { filterType: 'NOTIONAL', minNotional: '5.00000000' },
          ],
        },
      ],
    },
    '/api/v3/depth': {
      lastUpdateId: 1_027_024,
      bids: [
        ['36999.97000000', '4.31000000'],
        ['36999.50000000', '0.00123456'],
      ],
      asks: [['37000.02000000', '12.00000000']],
    },
    '/api/v3/aggTrades': [
      { a: 26_129, p: '37000.01000000', q: '4.70443515', f: 27_781, l: 27_781, T: START + 1, m: true, M: true },
      { a: 26_130, p: '37000.02000000', q: '0.00001000', f: 27_782, l: 27_783, T: START + 2, m: false, M: true },
    ],
    '/api/v3/klines': [
      [START, '37000.01', '37010.99', '36990.10', '37005.55', '148.97611427', START + 59_999, '5512000.1', 308, '70.1', '2593000.2', '0'],
    ],
    '/api/v3/time': { serverTime: START + 90_000 },
  },
  book: [
    { result: null, id: 1 },
    {
      e: 'depthUpdate',
      E: START + 10,
      s: 'BTCUSDT',
      U: 1_027_024,
      u: 1_027_026,
      b: [
        ['36999.97000000', '0.00000000'],
        ['36999.98000000', '1.23456789'],
      ],
      a: [['37000.03000000', '0.00000123']],
    },
  ],
  trades: [
    { e: 'trade', E: START + 11, s: 'BTCUSDT', t: 3_000_000_123, p: '37000.02000000', q: '0.00100000', T: START + 10, m: true, M: true },
    {
      e: 'trade',
      E: START + 13,
      s: 'BTCUSDT',
      t: 3_000_000_124,
      p: '37000.03000000',
      q: '1234.56789012',
      T: START + 12,
      m: false,
      M: true,
    },
  ],
  ticker: [
    {
      e: '24hrMiniTicker',
      E: START + 20,
      s: 'BTCUSDT',
      c: '37000.00000000',
      o: '36894.45000000',
      h: '37500.99000000',
      l: '36500.01000000',
      v: '31234.12345678',
      q: '1154098765.43210987',
    },
  ],
  quote: [{ u: 7_488_717_758, s: 'BTCUSDT', b: '36999.97000000', B: '4.31000000', a: '37000.02000000', A: '12.50000001' }],
  bars: [
    {
      e: 'kline',
      E: START + 30,
      s: 'BTCUSDT',
      k: {
        t: START,
        T: START + 59_999,
        s: 'BTCUSDT',
        i: '1m',
        f: 1,
        L: 2,
        o: '37000.01',
        c: '37005.55',
        h: '37010.99',
        l: '36990.10',
        v: '148.97611427',
        n: 2,
        x: false,
        q: '5512000.1',
        V: '70.1',
        Q: '2593000.2',
        B: '0',
      },
    },
  ],
};
