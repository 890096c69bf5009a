import { START, isoAfter } from '../start';
import type { VenueMessages } from '../venue-messages';

export const kraken: VenueMessages = {
  id: 'kraken',
  symbol: 'BTC/USD',
  rest: {
    // https://docs.kraken.com/api/docs/rest-api/get-tradable-asset-pairs
    '/0/public/AssetPairs': {
      error: [],
      result: {
        XXBTZUSD: {
          altname: 'XBTUSD',
          wsname: 'XBT/USD',
          aclass_base: 'currency',
          base: 'XXBT',
          aclass_quote: 'currency',
          quote: 'ZUSD',
          lot: 'unit',
          cost_decimals: 5,
          pair_decimals: 1,
          lot_decimals: 8,
          lot_multiplier: 1,
          leverage_buy: [2, 3],
          leverage_sell: [2, 3],
          fees: [[0, 0.4]],
          fees_maker: [[0, 0.25]],
          fee_volume_currency: 'ZUSD',
          ordermin: '0.00005',
          costmin: '0.5',
          tick_size: '0.1',
          status: 'online',
        },
      },
    },
    '/0/public/Assets': { error: [], result: {} },
    '/0/public/Depth': {
      error: [],
      result: { XXBTZUSD: { asks: [['37000.20000', '0.310', 1_700_000_000]], bids: [['36999.90000', '11.405', 1_700_000_001]] } },
    },
    '/0/public/Trades': {
      error: [],
      result: {
        XXBTZUSD: [
          ['37000.20000', '0.01234567', 1_700_000_041.2341, 'b', 'l', '', 61_044_952],
          ['36999.90000', '2.50000000', 1_700_000_042.5, 's', 'm', '', 61_044_953],
        ],
        last: '1700000042500000000',
      },
    },
    '/0/public/OHLC': {
      error: [],
      result: { XXBTZUSD: [[START / 1000, '36998.1', '37009.9', '36990.3', '37005.5', '37000.1', '18.43781265', 120]], last: START / 1000 },
    },
    '/0/public/Time': { error: [], result: { unixtime: START / 1000 + 90, rfc1123: '' } },
  },
  // https://docs.kraken.com/api/docs/websocket-v2/book
  book: [
    {
      channel: 'book',
      type: 'snapshot',
      data: [
        {
          symbol: 'BTC/USD',
          bids: [
            { price: 36999.9, qty: 11.405 },
            { price: 36999.1, qty: 0.00015 },
          ],
          asks: [
            { price: 37000.2, qty: 0.31 },
            { price: 37000.8, qty: 4.75496356 },
          ],
          checksum: 2_439_117_997,
        },
      ],
    },
    {
      channel: 'book',
      type: 'update',
      data: [
        {
          symbol: 'BTC/USD',
          bids: [
            { price: 36999.1, qty: 0 },
            { price: 36999.2, qty: 1098.3947558 },
          ],
          asks: [],
          checksum: 2_114_181_697,
          timestamp: isoAfter(7),
        },
      ],
    },
  ],
  trades: [
    {
      channel: 'trade',
      type: 'update',
      data: [
        {
          symbol: 'BTC/USD',
          side: 'sell',
          price: 36999.9,
          qty: 0.00005123,
          ord_type: 'market',
          trade_id: 4_665_906,
          timestamp: isoAfter(8),
        },
      ],
    },
  ],
  ticker: [
    {
      channel: 'ticker',
      type: 'snapshot',
      data: [
        {
          symbol: 'BTC/USD',
          bid: 36999.9,
          bid_qty: 11.405,
          ask: 37000.2,
          ask_qty: 0.31,
          last: 37000.2,
          volume: 2158.32346723,
          vwap: 36894.5,
          low: 36500.1,
          high: 37500.9,
          change: -26.9,
          change_pct: -0.41,
        },
      ],
    },
  ],
  quote: [
    {
      channel: 'ticker',
      type: 'update',
      data: [
        {
          symbol: 'BTC/USD',
          bid: 36999.9,
          bid_qty: 0.01362603,
          ask: 37000.2,
          ask_qty: 17.17988863,
          last: 37000.2,
          volume: 2158.3,
          vwap: 36894.5,
          low: 36500.1,
          high: 37500.9,
          change: -26.9,
          change_pct: -0.41,
        },
      ],
    },
  ],
  bars: [
    {
      channel: 'ohlc',
      type: 'update',
      timestamp: isoAfter(30),
      data: [
        {
          symbol: 'BTC/USD',
          open: 36998.1,
          high: 37009.9,
          low: 36990.3,
          close: 37005.5,
          trades: 12,
          volume: 18.43781265,
          vwap: 37000.1,
          interval_begin: isoAfter(0),
          interval: 1,
          timestamp: isoAfter(60_000),
        },
      ],
    },
  ],
};
