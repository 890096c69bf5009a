import { START, isoAfter } from '../start';
import type { VenueMessages } from '../venue-messages';

// https://docs.cdp.coinbase.com/advanced-trade/docs/ws-channels
const coinbaseTicker = {
  channel: 'ticker',
  client_id: '',
  timestamp: isoAfter(20),
  sequence_num: 0,
  events: [
    {
      type: 'update',
      tickers: [
        {
          type: 'ticker',
          product_id: 'BTC-USD',
          price: '37000.20',
          volume_24_h: '16038.28770938',
          low_24_h: '36500.01',
          high_24_h: '37500.99',
          low_52_w: '15460',
          high_52_w: '48240',
          price_percent_chg_24_h: '-0.41',
          best_bid: '36999.90',
          best_bid_quantity: '0.02000001',
          best_ask: '37000.20',
          best_ask_quantity: '0.01500000',
        },
      ],
    },
  ],
};
const coinbaseBook = (type: string, updates: unknown[], ms: number): unknown => ({
  channel: 'l2_data',
  client_id: '',
  timestamp: isoAfter(ms),
  sequence_num: 0,
  events: [{ type, product_id: 'BTC-USD', updates }],
});
const level = (side: string, price_level: string, new_quantity: string): unknown => ({
  side,
  event_time: isoAfter(0),
  price_level,
  new_quantity,
});
export const coinbase: VenueMessages = {
  id: 'coinbase',
  symbol: 'BTC/USD',
  rest: {
    'product_type=FUTURE': { products: [] },
    '/market/products/BTC-USD/candles': {
      candles: [
        { start: String(START / 1000), low: '36990.3', high: '37009.99', open: '36998.1', close: '37005.55', volume: '18.43781265' },
      ],
    },
    '/market/products/BTC-USD/ticker': {
      trades: [
        {
          trade_id: '440703391',
          product_id: 'BTC-USD',
          price: '37000.20',
          size: '0.00010000',
          time: isoAfter(9),
          side: 'SELL',
          bid: '',
          ask: '',
        },
      ],
      best_bid: '36999.9',
      best_ask: '37000.2',
    },
    '/market/product_book': {
      pricebook: {
        product_id: 'BTC-USD',
        bids: [{ price: '36999.9', size: '0.02000001' }],
        asks: [{ price: '37000.2', size: '1.015' }],
        time: isoAfter(60_005),
      },
    },
    '/market/products': {
      products: [
        {
          product_id: 'BTC-USD',
          price: '37000.2',
          base_increment: '0.00000001',
          quote_increment: '0.01',
          price_increment: '0.01',
          quote_min_size: '1',
          quote_max_size: '150000000',
          base_min_size: '0.00000001',
          base_max_size: '3400',
          status: 'online',
          trading_disabled: false,
          product_type: 'SPOT',
          quote_currency_id: 'USD',
          base_currency_id: 'BTC',
          alias_to: [],
        },
      ],
    },
    '/v2/time': { data: { epoch: START / 1000 + 90, iso: isoAfter(90_000) } },
  },
  book: [
    coinbaseBook(
      'snapshot',
      [
        level('bid', '36999.90', '0.06317902'),
        level('bid', '36999.30', '0.02'),
        level('offer', '37000.20', '1.5'),
        level('offer', '37000.70', '0.00000001'),
      ],
      5,
    ),
    coinbaseBook('update', [level('bid', '36999.30', '0'), level('offer', '37000.50', '12.34567891')], 6),
  ],
  trades: [
    {
      channel: 'market_trades',
      client_id: '',
      timestamp: isoAfter(9),
      sequence_num: 0,
      events: [
        {
          type: 'update',
          trades: [
            { trade_id: '440703392', product_id: 'BTC-USD', price: '37000.20', size: '0.30000001', side: 'BUY', time: isoAfter(8) },
            { trade_id: '440703391', product_id: 'BTC-USD', price: '36999.90', size: '2', side: 'SELL', time: isoAfter(7) },
          ],
        },
      ],
    },
  ],
  ticker: [coinbaseTicker],
  quote: [coinbaseBook('snapshot', [level('bid', '36999.90', '0.06317902'), level('offer', '37000.20', '1.5')], 5)],
};
