import { decimal, type Instrument } from '@libs/kernel';
import type { BookChange, ExchangePlugin, MarketCapabilities, MarketEvent, Subscription, VendorStreamHandlers } from '@libs/sdk';
import { VenueStreams } from './venue-streams';

const SYMBOL = 'BTC/USDT';
const instrument = {
  symbol: SYMBOL,
  venueSymbol: 'BTCUSDT',
  category: 'spot',
  tickSize: decimal('0.1'),
  lotSize: decimal('1'),
} as Instrument;
const quiet = { info: () => undefined, warn: () => undefined };

/** A venue whose stream the test is; it notes what is listened to. */
class Stage {
  readonly listening: string[] = [];
  readonly streams: VenueStreams;
  private handlers!: VendorStreamHandlers;

  constructor(market: Partial<MarketCapabilities> = { book: 'stream', trades: 'stream', bookDepths: [50, 200] }) {
    const silent = async (): Promise<never> => new Promise(() => undefined);
    const plugin = {
      title: 'Stage',
      market,
      marketData: () => ({ instruments: silent, marketTime: silent, serverTime: silent }),
      publicStream: {
        kind: 'vendor',
        open: (_options: unknown, handlers: VendorStreamHandlers) => ((this.handlers = handlers), this.stream()),
      },
    } as unknown as ExchangePlugin;
    const venue = { open: async () => ({ plugin, options: {} as never }) };
    this.streams = new VenueStreams({ venue, queries: { instruments: async () => [instrument] }, reconnectDelaySeconds: 5, logger: quiet });
  }

  tell(subscription: Subscription, event: MarketEvent): void {
    this.handlers.events(subscription, [event]);
  }

  interrupt(subscription: Subscription): void {
    this.handlers.interrupted(subscription, 'of the test');
  }

  private stream() {
    const drop = (name: string): void => void this.listening.splice(this.listening.indexOf(name), 1);
    return {
      subscribe: (one: Subscription) => void this.listening.push(nameOf(one)),
      unsubscribe: (one: Subscription) => drop(nameOf(one)),
      restart: () => undefined,
      promisedSilence: () => null,
      close: () => void this.listening.push('closed'),
    };
  }
}

function nameOf(subscription: Subscription): string {
  return subscription.kind === 'book' ? `book ${subscription.depth}` : subscription.kind;
}

const BOOK = { kind: 'book', instrument, depth: 50 } as const;
const snapshot: BookChange = {
  type: 'book',
  venueSymbol: 'BTCUSDT',
  depth: 50,
  kind: 'snapshot',
  first: 1,
  last: 1,
  at: 1_000,
  bids: [
    ['99', '1'],
    ['98', '2'],
  ],
  asks: [['101', '3']],
};

describe('VenueStreams', () => {
  let stage: Stage;

  beforeEach(() => (stage = new Stage()));
  afterEach(() => stage.streams.close());

  it('shows a book while it is whole, cut to the depth that was asked for', async () => {
    let changes = 0;
    const view = (await stage.streams.book(SYMBOL, 1)).follow(() => (changes += 1));
    expect(view.now()).toMatchObject({ book: null, trust: { level: 'UNTRUSTED', reasons: ['STALE'] } });
    stage.tell(BOOK, snapshot);
    expect(view.now()).toMatchObject({
      book: {
        symbol: SYMBOL,
        bids: [{ price: '99', quantity: '1' }],
        asks: [{ price: '101', quantity: '3' }],
        marketTime: new Date(1_000),
      },
    });
    const before = changes;
    stage.interrupt(BOOK);
    expect(view.now().book).toBeNull();
    expect([before > 0, changes > before]).toEqual([true, true]);
  });

  it('listens once for many and not a moment longer than somebody follows', async () => {
    const source = await stage.streams.book(SYMBOL, 20);
    expect(stage.listening).toEqual([]);
    const [first, second] = [source.follow(() => undefined), source.follow(() => undefined)];
    expect(stage.listening).toEqual(['book 50']);
    first.leave();
    first.leave();
    expect(stage.listening).toEqual(['book 50']);
    second.leave();
    expect(stage.listening).toEqual(['closed']);
  });

  it('tells trades as they come, oldest first', async () => {
    const heard: string[] = [];
    const view = (await stage.streams.trades(SYMBOL)).follow({
      trades: (trades) => heard.push(...trades.map(({ id, at }) => `${id} ${at.getTime()}`)),
      trustChanged: () => undefined,
    });
    const trade = { side: 'BUY', price: '1', quantity: '1', at: 5 } as const;
    const trades = [
      { id: 'a', ...trade },
      { id: 'b', ...trade },
    ];
    stage.tell({ kind: 'trades', instrument }, { type: 'trades', venueSymbol: 'BTCUSDT', trades, at: 5 });
    expect(heard).toEqual(['a 5', 'b 5']);
    view.leave();
  });

  it('refuses what the venue does not have, with a sentence', async () => {
    await expect(stage.streams.book('DOGE/USDT', 1)).rejects.toThrow('There is no symbol DOGE/USDT.');
    await expect(stage.streams.book(SYMBOL, 201)).rejects.toThrow('Stage gives no order books of 201 levels.');
    const { streams } = new Stage({ bookDepths: [] });
    await expect(streams.book(SYMBOL, 1)).rejects.toThrow('Stage gives no order books.');
    await expect(streams.trades(SYMBOL)).rejects.toThrow('Stage gives no public trades.');
  });
});
