import type { MarketEvent, ParsedFrame } from '@libs/sdk';
import { itWithRecordings, recording } from '../test/recordings';
import { PublicStream } from './public-stream';

const options = { restUrl: 'http://v', publicWebSocketUrl: 'ws://v', privateWebSocketUrl: 'ws://v', requestWindow: 5_000, now: () => 0 };
const stream = (): PublicStream => new PublicStream(options, 'linear');
const read = (frame: object, codec = stream()): ParsedFrame<MarketEvent> => codec.parse(JSON.stringify(frame));
const eventsOf = (parsed: ParsedFrame<MarketEvent>): readonly MarketEvent[] => (parsed.kind === 'data' ? parsed.events : []);

describe('a deep book', () => {
  const data = { s: 'BTCUSDT', b: [['100.10', '1']], a: [['101', '0']], u: 7, seq: 9 };
  const frame = { topic: 'orderbook.50.BTCUSDT', type: 'delta', ts: 5, data };

  it('becomes changes that follow one another', () => {
    const change = {
      type: 'book',
      venueSymbol: 'BTCUSDT',
      depth: 50,
      first: 7,
      last: 7,
      bids: [['100.10', '1']],
      asks: [['101', '0']],
      at: 5,
    };
    expect(read(frame)).toEqual({ kind: 'data', topic: frame.topic, events: [{ ...change, kind: 'delta', previous: 6 }] });
    expect(eventsOf(read({ ...frame, type: 'snapshot' }))).toEqual([{ ...change, kind: 'snapshot' }]);
  });

  it('is whole again with update number 1, whatever the message calls itself', () => {
    expect(eventsOf(read({ ...frame, data: { ...data, u: 1 } }))).toMatchObject([{ kind: 'snapshot', last: 1 }]);
  });

  it('has each depth of a symbol for itself', () => {
    expect(eventsOf(read({ ...frame, topic: 'orderbook.1000.BTCUSDT' }))).toMatchObject([{ depth: 1_000 }]);
  });

  it.each([
    ['another symbol', { data: { ...data, s: 'ETHUSDT' } }, 'a book of "ETHUSDT" as orderbook.50.BTCUSDT'],
    ['no update number', { data: { ...data, u: '7' } }, 'an order book without its update number'],
    ['an unknown type', { type: 'partial' }, 'an order book of the type "partial"'],
    ['no time', { ts: null }, 'an order book time that is not a time'],
    ['no bids', { data: { ...data, b: undefined } }, 'bids that is not a list'],
    ['a level of numbers', { data: { ...data, a: [[101, 1]] } }, 'asks with the level [101,1], which must be price and quantity in text'],
  ])('is refused with %s', (_, change, message) => {
    expect(() => read({ ...frame, ...change })).toThrow(`Bybit sent ${message}`);
  });
});

describe('public trades', () => {
  const trade = { T: 3, s: 'BTCUSDT', S: 'Buy', v: '0.010', p: '27451.00', i: 'id-1', BT: false };
  const frame = { topic: 'publicTrade.BTCUSDT', type: 'snapshot', ts: 5, data: [trade, { ...trade, S: 'Sell', i: 'id-2', T: 4 }] };

  it('come together, oldest first, with the side of the taker', () => {
    const told = { price: '27451.00', quantity: '0.010' };
    const trades = [
      { ...told, id: 'id-1', side: 'BUY', at: 3 },
      { ...told, id: 'id-2', side: 'SELL', at: 4 },
    ];
    expect(read(frame)).toEqual({ kind: 'data', topic: frame.topic, events: [{ type: 'trades', venueSymbol: 'BTCUSDT', trades, at: 5 }] });
  });

  it.each([
    ['a price of zero', { p: '0.00' }, 'the price of a trade "0.00", which must be above zero'],
    ['an empty size', { v: '' }, 'the size of a trade "", which must be above zero'],
    ['no side', { S: 'None' }, 'side "None"'],
    ['no id', { i: '' }, 'no i where there must be one'],
    ['another symbol', { s: 'X' }, 'a trade of "X" among those of BTCUSDT'],
  ])('are refused with %s', (_, change, message) => {
    expect(() => read({ ...frame, data: [{ ...trade, ...change }] })).toThrow(`Bybit sent ${message}`);
  });
});

describe('a ticker', () => {
  const frame = (type: string, ts: number, data: object): object => ({
    topic: 'tickers.BTCUSDT',
    type,
    ts,
    data: { symbol: 'BTCUSDT', ...data },
  });
  const tickerOf = (parsed: ParsedFrame<MarketEvent>): unknown =>
    eventsOf(parsed).map((event) => event.type === 'ticker' && event.ticker)[0];

  itWithRecordings('reads a recorded message', () => {
    expect(tickerOf(stream().parse(recording('ws_ticker_linear')))).toEqual({
      last: '17216',
      mark: '17217.33',
      index: '17227.36',
      open24h: '16926.5',
      high24h: '17281.5',
      low24h: '16915',
      fundingRate: '-0.000212',
      nextFundingAt: 1_673_280_000_000,
      openInterest: '68744.761',
      volume24h: '91705.276',
      turnover24h: '1570383121.943499',
    });
  });

  it('keeps what a change does not name or names with an empty text', () => {
    const codec = stream();
    read(frame('snapshot', 1, { lastPrice: '10', markPrice: '11', nextFundingTime: '' }), codec);
    expect(tickerOf(read(frame('delta', 2, { markPrice: '12', lastPrice: '' }), codec))).toEqual({ last: '10', mark: '12' });
  });

  it('has no price where the venue says zero', () => {
    const codec = stream();
    read(frame('snapshot', 1, { lastPrice: '10', markPrice: '11' }), codec);
    expect(tickerOf(read(frame('delta', 2, { markPrice: '0' }), codec))).toEqual({ last: '10' });
  });

  it('is replaced by a snapshot and not turned back by a late change', () => {
    const codec = stream();
    read(frame('snapshot', 1, { lastPrice: '10', markPrice: '11' }), codec);
    expect(tickerOf(read(frame('snapshot', 3, { lastPrice: '9' }), codec))).toEqual({ last: '9' });
    expect(eventsOf(read(frame('delta', 2, { lastPrice: '10' }), codec))).toEqual([]);
  });

  it('begins anew with a connection', () => {
    const codec = stream();
    read(frame('snapshot', 3, { lastPrice: '10' }), codec);
    codec.opening();
    expect(tickerOf(read(frame('snapshot', 1, { markPrice: '11' }), codec))).toEqual({ mark: '11' });
  });
});

describe('a candle', () => {
  const candle = { start: 60_000, end: 119_999, interval: '1', open: '2', close: '3', high: '4', low: '1', volume: '0', confirm: true };
  const frame = (change: object): object => ({ topic: 'kline.1.BTCUSDT', ts: 9, type: 'snapshot', data: [{ ...candle, ...change }] });

  it('is closed when the venue confirms it, also late, and once more when it is corrected', () => {
    const codec = stream();
    const closed = [{ confirm: false }, {}, { close: '2.5' }].map((change) => eventsOf(read(frame(change), codec))[0]);
    expect(closed).toMatchObject([{ closed: false }, { closed: true }, { closed: true }]);
  });

  it.each([
    ['a price of zero', { low: '0' }, 'low 0, which is no price'],
    ['a low above its close', { low: '3.5' }, 'a candle of 2 / 4 / 3.5 / 3, open, high, low and close, which cannot be'],
    ['no word on whether it is closed', { confirm: 'true' }, 'a candle that does not say whether it is closed'],
    ['a negative volume', { volume: '-1' }, 'a candle of the volume -1'],
  ])('is refused with %s', (_, change, message) => {
    expect(() => read(frame(change))).toThrow(`Bybit sent ${message}`);
  });
});

describe("the venue's promises", () => {
  it('cover best prices, candles and tickers of contracts only', () => {
    const topics = ['orderbook.1.BTCUSDT', 'kline.D.BTCUSDT', 'orderbook.1000.BTCUSDT', 'publicTrade.BTCUSDT', 'tickers.BTCUSDT'];
    expect(topics.map((topic) => stream().promisedSilence(topic))).toEqual([8_000, 75_000, null, null, 60_000]);
    expect(new PublicStream(options, 'spot').promisedSilence('tickers.BTCUSDT')).toBeNull();
  });

  it('end with the word of a restart', () => {
    expect(read({ op: 'subscribe', retCode: 10019, retMsg: 'service is restarting' })).toEqual({
      kind: 'closing',
      message: 'the venue restarts: service is restarting',
    });
  });
});
