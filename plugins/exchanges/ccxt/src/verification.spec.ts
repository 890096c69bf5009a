import type { Bar, BookSnapshot, MarketEvent, PublicTrade, Subscription, Ticker } from '@libs/sdk';
import { listingOf, memberOf, NOW, openOffline, ours } from '../test/offline-venue';
import type { Offline } from '../test/offline-venue';
import { START } from '../test/start';
import type { VenueMessages } from '../test/venue-messages';
import { binance } from '../test/venues/binance';
import { coinbase } from '../test/venues/coinbase';
import { kraken } from '../test/venues/kraken';
import { okx } from '../test/venues/okx';
import { sourceOf } from './capabilities';
import { normaliseBars } from './normalise-bars';
import type { Listing } from './normalise-market';
import { ask, eventsOf } from './readers';
import type { Vendor } from './vendor';

/** What ccxt's own parse gives, in its own numbers. */
interface Parsed {
  readonly [key: string]: number | string | undefined;
}

const VENUES: readonly VenueMessages[] = [binance, okx('BTC-USDT', 'BTC/USDT'), okx('BTC-USDT-SWAP', 'BTC/USDT:USDT'), kraken, coinbase];

describe.each(VENUES)('what comes out of $id $symbol equals what ccxt parses', (venue) => {
  const member = memberOf(venue.id);
  const { catalogue, market } = ours(member, venue.rest);
  let listing: Listing;
  let own: Offline;
  let ccxt: Offline;

  beforeAll(async () => {
    listing = await listingOf(catalogue, venue.symbol);
    ccxt = await openOffline(member, venue.rest, 'float');
    await ccxt.vendor.loadMarkets();
  });

  /** Both sides listen, both get the same frames, and both answers are read. */
  async function stream(
    subscription: Subscription,
    frames: readonly unknown[],
  ): Promise<{ events: readonly MarketEvent[]; parsed: unknown }> {
    const source = sourceOf(member, subscription.kind)!;
    own = await openOffline(member, venue.rest, source.call === 'watchOrderBook' ? 'float' : 'text');
    own.vendor.setMarketsFromExchange(await catalogue.loaded());
    const message = await lastOf(own, () => ask(own.vendor, { member, source, subscription }), frames);
    const theirs = await openOffline(member, venue.rest, 'float');
    await theirs.vendor.loadMarkets();
    const parsed = await lastOf(theirs, () => ask(theirs.vendor, { member, source, subscription }), frames);
    return { events: eventsOf(message, { member, source, subscription, listing, counter: 1, now: NOW }), parsed };
  }

  const instrument = (): Subscription['instrument'] => listing.instrument;
  const sized = (size: number): number => size * listing.contractSize.toNumber();

  it('in markets', () => {
    const parsed = ccxt.vendor.markets![venue.symbol] as {
      id: string;
      base: string;
      quote: string;
      precision: { price: number; amount: number };
      limits: Record<string, { min?: number; max?: number }>;
    };
    const { instrument: read } = listing;
    expect([read.venueSymbol, read.base, read.quote]).toEqual([parsed.id, parsed.base, parsed.quote]);
    expect(read.tickSize.toNumber()).toBe(parsed.precision.price);
    expect(read.lotSize.toNumber()).toBeCloseTo(sized(parsed.precision.amount), 15);
    expect(read.minQuantity.toNumber()).toBeCloseTo(sized(parsed.limits['amount']!.min ?? parsed.precision.amount), 15);
    expect(read.minNotional.toNumber()).toBe(parsed.limits['cost']?.min ?? 0);
  });

  it('in books of the stream', async () => {
    const { events, parsed } = await stream({ kind: 'book', instrument: instrument(), depth: 10 }, venue.book);
    expect(events).toHaveLength(1);
    const [book] = events as [Extract<MarketEvent, { type: 'book' }>];
    expectBook(book, parsed, sized);
    expect(book.bids.length + book.asks.length).toBeGreaterThan(2);
    expect(book.at).toBe((parsed as Parsed)['timestamp'] ?? NOW);
    expect(book.last).toBe((parsed as Parsed)['nonce'] ?? 1);
  });

  it('in trades of the stream', async () => {
    const { events, parsed } = await stream({ kind: 'trades', instrument: instrument() }, venue.trades);
    const [event] = events as [Extract<MarketEvent, { type: 'trades' }>];
    expectTrades(event.trades, parsed, sized);
  });

  it('in tickers of the stream', async () => {
    const { events, parsed } = await stream({ kind: 'ticker', instrument: instrument() }, venue.ticker);
    const [{ ticker }] = events as [Extract<MarketEvent, { type: 'ticker' }>];
    expectTicker(ticker, parsed as Parsed);
  });

  it('in best prices of the stream', async () => {
    const { events, parsed } = await stream({ kind: 'quote', instrument: instrument() }, venue.quote);
    const [{ quote }] = events as [Extract<MarketEvent, { type: 'quote' }>];
    const best = bestOf(parsed, venue.symbol);
    expect(quote.bid.toNumber()).toBe(best.bid);
    expect(quote.ask.toNumber()).toBe(best.ask);
    expect(quote.bidSize.toNumber()).toBeCloseTo(sized(best.bidVolume), 10);
    expect(quote.askSize.toNumber()).toBeCloseTo(sized(best.askVolume), 10);
  });

  it('in candles of the stream, where there are any', async () => {
    if (!venue.bars) {
      expect(sourceOf(member, 'bar')).toEqual({ call: 'fetchOHLCV', transport: 'poll' });
      return;
    }
    own = await openOffline(member, venue.rest, 'text');
    own.vendor.setMarketsFromExchange(await catalogue.loaded());
    const candles = (vendor: Vendor) => (): Promise<unknown> => vendor.watchOHLCV(venue.symbol, '1m');
    const read = normaliseBars(await lastOf(own, candles(own.vendor), venue.bars));
    expectBars(read, await lastOf(ccxt, candles(ccxt.vendor), venue.bars));
    expect(read.map(({ start }) => start)).toEqual([START]);
  });

  it('in answers of REST', async () => {
    expectBook(await market.book(instrument(), 10), await ccxt.vendor.fetchOrderBook(venue.symbol, 10), sized);
    expectTrades(await market.trades(instrument(), 100), await ccxt.vendor.fetchTrades(venue.symbol, undefined, 100), sized);
    expectBars(await market.bars(instrument(), '1m', 1, START), await ccxt.vendor.fetchOHLCV(venue.symbol, '1m', START, 1));
    expect(await market.serverTime()).toBe(START + 90_000);
  });
});

/** Asks again after each frame, as a loop does; gives what the last answer was. */
async function lastOf({ receive }: Offline, next: () => Promise<unknown>, frames: readonly unknown[]): Promise<unknown> {
  let answer: unknown;
  const follow = async (): Promise<void> => {
    answer = await next();
    void follow();
  };
  void follow();
  for (const frame of frames) {
    await settled();
    receive(frame);
    await settled();
  }
  // Some ask REST for a snapshot on a timer of their own before they answer.
  for (const deadline = performance.now() + 10_000; answer === undefined && performance.now() < deadline;) await settled();
  if (answer === undefined) throw new Error('no frame was answered');
  return answer;
}

/** Everything that waits for nothing but promises has run. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

type Sized = (size: number) => number;

function expectBook({ bids, asks }: Pick<BookSnapshot, 'bids' | 'asks'>, parsed: unknown, sized: Sized): void {
  const book = parsed as { readonly bids: readonly number[][]; readonly asks: readonly number[][] };
  for (const [read, own] of [
    [bids, book.bids],
    [asks, book.asks],
  ] as const) {
    expect(read.map(([price]) => Number(price))).toEqual(own.map(([price]) => price));
    read.forEach(([, quantity], n) => expect(Number(quantity)).toBeCloseTo(sized(own[n]![1]!), 10));
  }
}

function expectTrades(read: readonly PublicTrade[], parsed: unknown, sized: Sized): void {
  const trades = [...(parsed as Parsed[])].sort((a, b) => Number(a['timestamp']) - Number(b['timestamp']));
  expect(read.length).toBeGreaterThan(0);
  expect(read.map(({ id, side, price, at }) => [id, side.toLowerCase(), Number(price), at])).toEqual(
    trades.map(({ id, side, price, timestamp }) => [id, side, price, timestamp]),
  );
  read.forEach(({ quantity }, n) => expect(Number(quantity)).toBeCloseTo(sized(Number(trades[n]!['amount'])), 10));
}

function expectTicker(read: Ticker, parsed: Parsed): void {
  const numbers = Object.fromEntries(Object.entries(read).map(([key, value]) => [key, Number(value)]));
  const { last, open, high, low, baseVolume, quoteVolume } = parsed;
  const told = { last, open24h: open, high24h: high, low24h: low, volume24h: baseVolume, turnover24h: quoteVolume };
  expect(numbers).toEqual(Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)));
}

function expectBars(read: readonly Bar[], parsed: unknown): void {
  expect(read.length).toBeGreaterThan(0);
  expect(read.map((bar) => [bar.start, ...[bar.open, bar.high, bar.low, bar.close, bar.volume].map((one) => one.toNumber())])).toEqual(
    (parsed as number[][]).map((candle) => candle.slice(0, 6)),
  );
}

/** Of a ticker that is told by symbol, or of a book. */
function bestOf(parsed: unknown, symbol: string): Record<'bid' | 'bidVolume' | 'ask' | 'askVolume', number> {
  const bySymbol = (parsed as Record<string, Record<'bid' | 'bidVolume' | 'ask' | 'askVolume', number> | undefined>)[symbol];
  if (bySymbol) return bySymbol;
  const { bids, asks } = parsed as { readonly bids: readonly number[][]; readonly asks: readonly number[][] };
  return { bid: bids[0]![0]!, bidVolume: bids[0]![1]!, ask: asks[0]![0]!, askVolume: asks[0]![1]! };
}
