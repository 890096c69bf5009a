import { START } from '../start';
import type { RestAnswers } from '../offline-venue';
import type { VenueMessages } from '../venue-messages';

// https://www.okx.com/docs-v5/en/
const okxInstrument = {
  state: 'live',
  lever: '',
  listTime: '1600000000000',
  expTime: '',
  alias: '',
  ctType: '',
  ctVal: '',
  ctValCcy: '',
  settleCcy: '',
  uly: '',
};
const restOf = (instId: string): RestAnswers => ({
  'instType=SPOT': {
    code: '0',
    data: [
      {
        ...okxInstrument,
        instType: 'SPOT',
        instId: 'BTC-USDT',
        baseCcy: 'BTC',
        quoteCcy: 'USDT',
        tickSz: '0.1',
        lotSz: '0.00000001',
        minSz: '0.00001',
        maxLmtSz: '9999999999',
      },
    ],
  },
  'instType=SWAP': {
    code: '0',
    data: [
      {
        ...okxInstrument,
        instType: 'SWAP',
        instId: 'BTC-USDT-SWAP',
        baseCcy: '',
        quoteCcy: '',
        settleCcy: 'USDT',
        uly: 'BTC-USDT',
        instFamily: 'BTC-USDT',
        ctType: 'linear',
        ctVal: '0.01',
        ctValCcy: 'BTC',
        ctMult: '1',
        lever: '100',
        tickSz: '0.1',
        lotSz: '0.01',
        minSz: '0.01',
        maxLmtSz: '100000000',
      },
    ],
  },
  '/market/books': {
    code: '0',
    data: [
      {
        asks: [['37000.2', '0.60038921', '0', '1']],
        bids: [['36999.9', '0.30178218', '0', '2']],
        ts: String(START + 60_005),
        seqId: 3_235_851_742,
      },
    ],
  },
  '/market/history-trades': {
    code: '0',
    data: [
      { instId, side: 'sell', sz: '0.00001', px: '36963.2', tradeId: '242720721', ts: String(START + 9) },
      { instId, side: 'buy', sz: '0.12345678', px: '36963.3', tradeId: '242720720', ts: String(START + 8) },
    ],
  },
  '/market/trades': {
    code: '0',
    data: [
      { instId, side: 'sell', sz: '0.00001', px: '36963.2', tradeId: '242720721', ts: String(START + 9) },
      { instId, side: 'buy', sz: '0.12345678', px: '36963.3', tradeId: '242720720', ts: String(START + 8) },
    ],
  },
  '/market/history-candles': {
    code: '0',
    data: [[String(START), '36998.1', '37009.9', '36990.3', '37005.5', '18.43781265', '682000.5', '682000.5', '1']],
  },
  '/market/candles': {
    code: '0',
    data: [[String(START), '36998.1', '37009.9', '36990.3', '37005.5', '18.43781265', '682000.5', '682000.5', '1']],
  },
  '/public/time': { code: '0', data: [{ ts: String(START + 90_000) }] },
});

const bookOf = (instId: string): readonly unknown[] => [
  {
    arg: { channel: 'books', instId },
    action: 'snapshot',
    data: [
      {
        asks: [
          ['37000.2', '0.6', '0', '1'],
          ['37000.5', '11.25', '0', '3'],
        ],
        bids: [['36999.9', '30.17', '0', '2']],
        ts: String(START + 1),
        checksum: 0,
        prevSeqId: -1,
        seqId: 123_456,
      },
    ],
  },
  {
    arg: { channel: 'books', instId },
    action: 'update',
    data: [
      {
        asks: [
          ['37000.2', '0', '0', '0'],
          ['37000.4', '2.5', '0', '1'],
        ],
        bids: [['36999.8', '7', '0', '1']],
        ts: String(START + 2),
        checksum: 0,
        prevSeqId: 123_456,
        seqId: 123_459,
      },
    ],
  },
];

const tradesOf = (instId: string): readonly unknown[] => [
  {
    arg: { channel: 'trades-all', instId },
    data: [{ instId, tradeId: '130639474', px: '37000.4', sz: '12.06', side: 'buy', source: '0', ts: String(START + 3) }],
  },
  {
    arg: { channel: 'trades', instId },
    data: [{ instId, tradeId: '130639474', px: '37000.4', sz: '12.06', side: 'buy', count: '1', ts: String(START + 3) }],
  },
];

const tickerOf = (instId: string): readonly unknown[] => [
  {
    arg: { channel: 'tickers', instId },
    data: [
      {
        instType: 'SPOT',
        instId,
        last: '37000.4',
        lastSz: '0.1',
        askPx: '37000.4',
        askSz: '2.5',
        bidPx: '36999.9',
        bidSz: '30.17',
        open24h: '36894.4',
        high24h: '37500.9',
        low24h: '36500.1',
        sodUtc0: '36900',
        sodUtc8: '36901',
        volCcy24h: '50340359.38138519',
        vol24h: '1593.10781721',
        ts: String(START + 4),
      },
    ],
  },
];

const quoteOf = (instId: string): readonly unknown[] => [
  {
    arg: { channel: 'bbo-tbt', instId },
    data: [{ asks: [['37000.4', '1.88', '0', '17']], bids: [['36999.9', '5.72', '0', '2']], ts: String(START + 5), seqId: 363_996_337 }],
  },
];

const barsOf = (instId: string): readonly unknown[] => [
  {
    arg: { channel: 'candle1m', instId },
    data: [[String(START), '36998.1', '37009.9', '36990.3', '37005.5', '18.43781265', '682000.5', '682000.5', '0']],
  },
];

export const okx = (instId: string, symbol: string): VenueMessages => ({
  id: 'okx',
  symbol,
  rest: restOf(instId),
  book: bookOf(instId),
  trades: tradesOf(instId),
  ticker: tickerOf(instId),
  quote: quoteOf(instId),
  bars: barsOf(instId),
});
