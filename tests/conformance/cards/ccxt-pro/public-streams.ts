import { setTimeout as wait } from 'node:timers/promises';
import type { Ticker } from 'ccxt';
import { ccxtClient, LINEAR, SPOT } from '../../clients/ccxt-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { frames, listen, type Frame } from './listen';

const ETHER = 'ETH/USDT:USDT';

async function tickers(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  const linear = listen(trial, () => client.watchTicker(LINEAR));
  const spot = listen(trial, () => client.watchTicker(SPOT));
  const both = listen(trial, () => client.watchTickers([LINEAR, ETHER]));
  await trial.until('updates', () => linear.length > 5 && spot.length > 1 && symbolsOf(both).length === 2);
  trial.holds(
    'bid stays below ask',
    linear.every(({ bid, ask }) => Number(bid) < Number(ask)),
  );
  trial.holds(
    'deltas leave no field empty',
    linear.every((one) => full(one) && Number(one.markPrice) > 0),
  );
  trial.holds(
    'time never runs back',
    linear.every(({ timestamp }, index) => index === 0 || Number(timestamp) >= Number(linear[index - 1]!.timestamp)),
  );
  const now = await client.fetchTicker(LINEAR);
  trial.near('agrees with REST', linear.at(-1)!.last, now.last, Number(now.last) * 0.002);
  trial.holds(
    'spot tells its last price',
    spot.every(({ last }) => Number(last) > 0),
  );
  trial.same('several at once', symbolsOf(both), [LINEAR, ETHER].sort());
}

function full({ last, bid, ask, high, low, baseVolume, quoteVolume }: Ticker): boolean {
  return [last, bid, ask, high, low, baseVolume, quoteVolume].every((value) => Number(value) > 0);
}

const DEPTHS = [50, 200, 1000] as const;

async function orderBooks(trial: Trial): Promise<void> {
  for (const symbol of [LINEAR, SPOT])
    for (const depth of DEPTHS) {
      const client = await ccxtClient(trial);
      const raw = frames(client);
      const books = listen(trial, () => client.watchOrderBook(symbol, depth));
      await trial.until(`a book of ${depth} levels of ${symbol}`, () => books.length >= 8);
      const told = `${symbol} ${depth}`;
      const crossed = books.find(({ bids, asks }) => Number(bids[0]![0]) >= Number(asks[0]![0]));
      trial.holds('no book is crossed', crossed === undefined, told);
      const deep = books.every(({ bids, asks }) => bids.length <= depth && asks.length <= depth && bids.length > 10 && asks.length > 10);
      trial.holds(
        'each has levels up to its depth',
        deep,
        `${told}: ${books.map(({ bids, asks }) => `${bids.length}+${asks.length}`).join(' ')}`,
      );
      const own = raw.filter(({ topic }) => topic?.startsWith(`orderbook.${depth}.`));
      trial.holds(
        'begins with a snapshot, then deltas',
        own[0]?.type === 'snapshot' && own.slice(1).every(({ type }) => type === 'delta'),
        told,
      );
      trial.holds(
        'u rises by one',
        numbersOf(own).every((u, index, all) => index === 0 || u === all[index - 1]! + 1),
        `${told}: ${numbersOf(own).join(' ')}`,
      );
      trial.holds(
        'cts is not after ts',
        own.every(({ cts, ts }) => Number(cts) <= Number(ts)),
        told,
      );
      await client.close();
    }
}

function numbersOf(own: readonly Frame[]): number[] {
  return own.map(({ data }) => (data as { u: number }).u);
}

async function bestPrices(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  const raw = frames(client);
  const quotes = listen(trial, () => client.watchBidsAsks([LINEAR, ETHER]));
  await trial.until('quotes', () => quotes.length >= 10);
  const all = quotes.flatMap((one) => Object.values<Ticker>(one));
  trial.holds(
    'bid stays below ask',
    all.every(({ bid, ask }) => Number(bid) < Number(ask)),
  );
  trial.holds(
    'both have a size',
    all.every(({ bidVolume, askVolume }) => Number(bidVolume) > 0 && Number(askVolume) > 0),
  );
  const own = raw.filter(({ topic }) => topic?.startsWith('orderbook.1.'));
  trial.holds('level one comes as snapshots only', own.length > 0 && own.every(({ type }) => type === 'snapshot'));
}

async function trades(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  const heard = listen(trial, () => client.watchTrades(LINEAR));
  const spot = listen(trial, () => client.watchTradesForSymbols([SPOT]));
  await trial.until('trades', () => heard.flat().length >= 5 && spot.flat().length >= 1);
  const own = heard.flat();
  const known = new Set((await client.fetchTrades(LINEAR, undefined, 1_000)).map(({ id }) => id));
  trial.holds(
    'REST knows every one of them',
    own.every(({ id }) => known.has(id)),
    `${own.filter(({ id }) => !known.has(id)).length} of ${own.length} unknown`,
  );
  trial.holds('none comes twice', new Set(own.map(({ id }) => id)).size === own.length);
  trial.holds(
    'each has a side and a size',
    [...own, ...spot.flat()].every(({ side, amount }) => (side === 'buy' || side === 'sell') && Number(amount) > 0),
  );
  trial.holds(
    'they come in time order',
    own.every(({ timestamp }, index) => index === 0 || Number(timestamp) >= Number(own[index - 1]!.timestamp)),
  );
}

async function candles(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  const raw = frames(client);
  const minutes = listen(trial, () => client.watchOHLCV(LINEAR, '1m'));
  listen(trial, () =>
    client.watchOHLCVForSymbols([
      [LINEAR, '5m'],
      [ETHER, '1h'],
    ]),
  );
  // One call answers one of them: what came at the same moment is in the cache.
  const told = (): string[] => Object.keys(client.ohlcvs).sort();
  await trial.until('subscriptions', () => raw.filter(({ op }) => op === 'subscribe').length === 2);
  for (let minute = 0; minute < 7; minute += 1) await trial.venue.step(60_000);
  await trial.until('confirmed candles', () => confirmed(raw, 'kline.1.BTCUSDT').length >= 6 && told().length === 2);
  trial.holds(
    'candles are sane',
    minutes.flat().every(([, o, h, l, c]) => Number(l) <= Math.min(Number(o), Number(c)) && Number(h) >= Math.max(Number(o), Number(c))),
  );
  const closed = confirmed(raw, 'kline.1.BTCUSDT');
  trial.holds(
    'each closed candle is confirmed once, in order',
    closed.every(({ start }, index) => index === 0 || start === closed[index - 1]!.start + 60_000),
    closed.map(({ start }) => start).join(' '),
  );
  const rest = await client.fetchOHLCV(LINEAR, '1m', closed[0]!.start, closed.length);
  const same = closed.filter((candle, index) =>
    ['open', 'high', 'low', 'close', 'volume'].every((field, column) => Number(candle[field]) === Number(rest[index]?.[column + 1])),
  );
  trial.same('and equals the one of REST', same.length, closed.length);
  trial.same('several at once', told(), [LINEAR, ETHER].sort());
}

function symbolsOf(heard: readonly object[]): string[] {
  return [...new Set(heard.flatMap((one) => Object.keys(one)))].sort();
}

async function timeframes(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  const all = Object.keys(client.timeframes);
  const raw = frames(client);
  listen(trial, () => client.watchOHLCVForSymbols(all.map((timeframe) => [LINEAR, timeframe])));
  await trial.until('the subscription', () => raw.some(({ op }) => op === 'subscribe'));
  await trial.venue.step(20_000);
  // All come at once and one call answers one of them: the others are in its cache.
  const told = (): string[] => Object.keys((client.ohlcvs as Record<string, object>)[LINEAR] ?? {});
  await trial.until('all of them', () => told().length === all.length).catch(() => undefined);
  trial.same('each of them is told', told().sort(), [...all].sort());
  // Each is told once a second, so the last price may still be on its way.
  const closes = (): Set<number> => {
    const candles = raw.filter(({ topic }) => topic?.startsWith('kline.')).flatMap(({ data }) => data as Candle[]);
    return new Set(new Map(candles.map((candle) => [String(candle['interval']), Number(candle['close'])])).values());
  };
  await trial.until('one close', () => closes().size === 1).catch(() => undefined);
  trial.same('all with the same close', closes().size, 1);
}

type Candle = Readonly<Record<string, unknown>> & { readonly start: number; readonly confirm: boolean };

function confirmed(raw: readonly Frame[], topic: string): Candle[] {
  return raw
    .filter((frame) => frame.topic === topic)
    .flatMap(({ data }) => data as Candle[])
    .filter(({ confirm }) => confirm);
}

async function unwatching(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  const raw = frames(client);
  await Promise.all([
    client.watchTicker(LINEAR),
    client.watchTrades(LINEAR),
    client.watchOrderBook(LINEAR, 50),
    client.watchOHLCV(LINEAR, '1m'),
  ]);
  await Promise.all([client.watchOrderBook(SPOT, 50), client.watchBidsAsks([ETHER])]);
  await Promise.all([client.unWatchTicker(LINEAR), client.unWatchTrades(LINEAR), client.unWatchOHLCV(LINEAR, '1m')]);
  await Promise.all([client.unWatchOrderBook(LINEAR, { limit: 50 }), client.unWatchOrderBook(SPOT)]);
  const answers = raw.filter(({ op }) => op === 'unsubscribe') as { success?: boolean }[];
  trial.same('each is acknowledged', [answers.length, answers.every(({ success }) => success === true)], [5, true]);
  const mark = raw.length;
  await wait(1_500);
  const after = new Set(raw.slice(mark).map(({ topic }) => topic));
  trial.same('only what is still watched goes on', [...after], ['orderbook.1.ETHUSDT']);
}

async function heartbeat(trial: Trial): Promise<void> {
  const client = await ccxtClient(trial);
  client.streaming = { ...(client.streaming as object), keepAlive: 1_500, maxPingPongMisses: 2 };
  const raw = frames(client);
  const heard = listen(trial, () => client.watchTicker(LINEAR));
  await wait(8_000);
  const before = heard.length;
  await trial.until('still hears', () => heard.length > before);
  const pongs = raw.filter((frame) => frame.op === 'ping' || frame.op === 'pong');
  trial.holds('every ping has its pong', pongs.length >= 4, String(pongs.length));
  trial.same(
    'a public pong looks like one',
    [...new Set(pongs.map((frame) => `${frame.op} ${String((frame as { ret_msg?: string }).ret_msg)}`))],
    ['ping pong'],
  );
}

export const PUBLIC_STREAMS: readonly Card[] = [
  {
    id: 'P60',
    client: 'ccxt.pro',
    name: 'watches tickers',
    calls: ['watchTicker', 'watchTickers'],
    isPatient: true,
    run: tickers,
    expects: [
      ...['bid stays below ask', 'deltas leave no field empty', 'time never runs back', 'agrees with REST', 'spot tells its last price'],
      'several at once',
    ],
  },
  {
    id: 'P61',
    client: 'ccxt.pro',
    name: 'watches order books',
    calls: ['watchOrderBook'],
    isPatient: true,
    run: orderBooks,
    expects: [
      ...['no book is crossed', 'each has levels up to its depth', 'begins with a snapshot, then deltas', 'u rises by one'],
      'cts is not after ts',
    ],
  },
  {
    id: 'P62',
    client: 'ccxt.pro',
    name: 'watches best prices',
    calls: ['watchBidsAsks'],
    isPatient: true,
    run: bestPrices,
    expects: ['bid stays below ask', 'both have a size', 'level one comes as snapshots only'],
  },
  {
    id: 'P63',
    client: 'ccxt.pro',
    name: 'watches trades',
    isPatient: true,
    run: trades,
    calls: ['watchTrades', 'watchTradesForSymbols'],
    expects: ['REST knows every one of them', 'none comes twice', 'each has a side and a size', 'they come in time order'],
  },
  {
    id: 'P64',
    client: 'ccxt.pro',
    name: 'watches candles',
    venue: 'stepped',
    run: candles,
    calls: ['watchOHLCV', 'watchOHLCVForSymbols'],
    expects: ['candles are sane', 'each closed candle is confirmed once, in order', 'and equals the one of REST', 'several at once'],
  },
  {
    id: 'P68',
    client: 'ccxt.pro',
    name: 'watches candles of every timeframe',
    venue: 'stepped',
    run: timeframes,
    calls: ['watchOHLCVForSymbols'],
    expects: ['each of them is told', 'all with the same close'],
  },
  {
    id: 'P65',
    client: 'ccxt.pro',
    name: 'stops watching',
    isPatient: true,
    run: unwatching,
    calls: ['unWatchTicker', 'unWatchTrades', 'unWatchOHLCV', 'unWatchOrderBook'],
    expects: ['each is acknowledged', 'only what is still watched goes on'],
  },
  {
    id: 'P66',
    client: 'ccxt.pro',
    name: 'keeps a connection alive',
    calls: ['ping'],
    isPatient: true,
    run: heartbeat,
    expects: ['every ping has its pong', 'a public pong looks like one'],
  },
];
