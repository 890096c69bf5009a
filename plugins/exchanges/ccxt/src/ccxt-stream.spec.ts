import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource, startSimulator } from '@libs/exchange-simulator';
import type { Simulator } from '@libs/exchange-simulator';
import { createLogger } from '@libs/platform';
import { urlsAt } from '@libs/sdk';
import type { ExchangeOptions, Instrument, MarketEvent, Subscription } from '@libs/sdk';
import { memberOf } from '../test/offline-venue';
import { Heard } from '../test/heard';
import { Catalogue } from './catalogue';
import { CcxtStream } from './ccxt-stream';
import { CcxtMarketData } from './market-data';
import type { Member } from './member';

const TOKEN = 'ccxt';
/** Market minutes pass in wall seconds, so bars close while the test watches. */
const SPEED = 60;

describe('a stream of ccxt over real sockets', () => {
  const streamed = memberOf('bybit');
  const polled: Member = { ...streamed, streams: false, calls: streamed.calls.filter((call) => call.startsWith('fetch')) };
  let folder: string;
  let simulator: Simulator;
  let options: ExchangeOptions;
  let instrument: Instrument;
  let open: CcxtStream[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ccxt-'));
    const source = await openSource({ kind: 'generated', seed: 5, speed: SPEED });
    const logger = createLogger({ component: 'test', write: () => undefined });
    const failed = (error: unknown): void => {
      throw error;
    };
    simulator = await startSimulator({ source, folder, port: 0, token: TOKEN, logger, failed });
    options = { ...urlsAt(`http://127.0.0.1:${simulator.port}`), requestWindow: 5_000, now: Date.now };
    const all = await marketOf(streamed).market.instruments();
    instrument = all.find(({ symbol }) => symbol === 'BTC/USDT:USDT')!;
  });

  afterEach(() => {
    for (const stream of open) stream.close();
    open = [];
  });

  afterAll(async () => {
    await simulator.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function marketOf(member: Member): { catalogue: Catalogue; market: CcxtMarketData } {
    const catalogue = new Catalogue(member, options);
    return { catalogue, market: new CcxtMarketData(member, catalogue, options.now) };
  }

  function follow(member: Member): { stream: CcxtStream; heard: Heard } {
    const heard = new Heard();
    const stream = new CcxtStream({ member, options, handlers: heard, ...marketOf(member) });
    open.push(stream);
    return { stream, heard };
  }

  const kinds = (depth = 50): Subscription[] => [
    { kind: 'quote', instrument },
    { kind: 'trades', instrument },
    { kind: 'ticker', instrument },
    { kind: 'book', instrument, depth },
    { kind: 'bar', instrument, interval: '1m' },
  ];

  it.each([
    ['streams', streamed],
    ['polling', polled],
  ])('gives quotes, trades, tickers, books and closed bars by %s', async (_, member) => {
    const { stream, heard } = follow(member);
    for (const subscription of kinds()) stream.subscribe(subscription);
    await heard.until((events) => ['quote', 'trades', 'ticker', 'book'].every((type) => events.some((event) => event.type === type)));
    await heard.until((events) => events.filter(isClosed).length >= 2);

    const book = heard.all.find((event) => event.type === 'book')!;
    expect(book).toMatchObject({ venueSymbol: 'BTCUSDT', depth: 50, kind: 'snapshot' });
    expect(book.bids).toHaveLength(50);
    expect(Number(book.bids[0]![0])).toBeLessThan(Number(book.asks[0]![0]));
    expect(heard.connections.map(({ kind }) => kind).sort()).toEqual(['bar', 'book', 'quote', 'ticker', 'trades']);
    expect(heard.troubles).toEqual([]);
  });

  it('tells a bar as closed when REST has it, once and in order', async () => {
    const { stream, heard } = follow(streamed);
    stream.subscribe({ kind: 'bar', instrument, interval: '1m' });
    await heard.until((events) => events.filter(isClosed).length >= 3);
    const told = heard.all.filter(isClosed);
    const rest = await marketOf(streamed).market.bars(instrument, '1m', 100);
    for (const { bar } of told) expect(rest.find(({ start }) => start === bar.start)).toEqual(bar);
    expect(told.map(({ bar }) => bar.start)).toEqual(told.map((_, n) => told[0]!.bar.start + n * 60_000));
  });

  it('begins one subscription anew and leaves the others flowing', async () => {
    const { stream, heard } = follow(streamed);
    const [quote, , , book] = kinds();
    stream.subscribe(quote!);
    stream.subscribe(book!);
    await heard.until(() => heard.connections.length === 2);
    stream.restart(book!);
    await heard.until(() => heard.connections.length === 3);
    expect(heard.connections[2]).toBe(book);
    expect(heard.troubles).toEqual([]);
  });

  it('promises a pace for what it polls and nothing for what the venue streams', () => {
    const { stream } = follow(streamed);
    expect(stream.promisedSilence({ kind: 'quote', instrument })).toBeNull();
    expect(follow(polled).stream.promisedSilence({ kind: 'quote', instrument })).toBe(3_000);
  });

  it('tells when the venue is gone, and goes on when it is back', async () => {
    const { stream, heard } = follow(streamed);
    stream.subscribe({ kind: 'trades', instrument });
    await heard.until(() => heard.connections.length === 1);
    await arm({ fault: 'disconnect', count: 1 });
    await heard.until(() => heard.troubles.length >= 1);
    await heard.until(() => heard.connections.length === 2);
    expect(heard.troubles[0]).toMatch('trades');
  });

  it('drops a message that cannot be true and takes the next', async () => {
    const { stream, heard } = follow(streamed);
    stream.subscribe({ kind: 'trades', instrument });
    await heard.until((events) => events.length >= 1);
    await arm({ fault: 'price-collapse', count: 1 });
    await heard.until(() => heard.troubles.length >= 1);
    expect(heard.troubles[0]).toBe('trades: ccxt gave a trade price 0, which is not above zero');
    const known = heard.all.length;
    await heard.until((events) => events.length > known);
    expect(heard.connections).toHaveLength(1);
  });

  async function arm(fault: object): Promise<void> {
    const response = await fetch(`${options.restUrl}/admin/faults`, {
      method: 'POST',
      headers: { 'X-Plimsoll-Token': TOKEN },
      body: JSON.stringify({ faults: [fault] }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
});

function isClosed(event: MarketEvent): event is Extract<MarketEvent, { type: 'bar' }> {
  return event.type === 'bar' && event.closed;
}
