import type { BookSnapshot, PublicTrade } from '@libs/sdk';
import { ManualClock } from '@libs/testkit';
import { BTC, FakeMarket, barOf, instrumentOf } from '../../test/fake-market';
import { VenueClock } from '../clock/venue-clock';
import { BarSeries } from './bar-series';
import { BookWatch } from './book-watch';
import { ContradictionProbe } from './contradiction-probe';
import { TradesWatch } from './trades-watch';
import { VenueWatch } from './venue-watch';

const trade = (id: number, at: number): PublicTrade => ({ id: String(id), side: 'BUY', price: '100', quantity: '1', at });

describe('a market feed of a hostile venue', () => {
  let market: FakeMarket;

  beforeEach(() => {
    market = new FakeMarket(new ManualClock());
  });

  afterEach(() => market.feed.close());

  const minute = (): number => Math.floor(market.now / 60_000);
  const level = (): string | undefined => market.feed.trust('BTC/USDT')?.level;
  const news = (): readonly string[] => market.taken().filter((line) => !/^(quote|forming)/.test(line));

  async function sendTrades(at: number, ...trades: readonly PublicTrade[]): Promise<void> {
    await market.send('trades', { type: 'trades', venueSymbol: 'BTCUSDT', trades, at });
  }

  describe('of trades', () => {
    let began: number;

    beforeEach(async () => {
      began = market.now;
      market.feed.watch({ kind: 'trades', instrument: BTC });
      await market.pass(0);
    });

    it('passes each on and asks nothing while frames of others cannot be read', async () => {
      let questions = 0;
      market.question = async () => void (questions += 1);
      await sendTrades(market.now, trade(1, market.now));
      for (let n = 2; n < 100; n += 1) {
        for (let bad = 0; bad < 5; bad += 1) market.streams.newest.handlers.frame('garbage');
        await sendTrades(market.now, trade(n, market.now));
        await market.pass(1_000);
      }
      expect([questions, market.taken().filter((line) => line.startsWith('trades')).length]).toEqual([0, 99]);
    });

    it('goes by the time of a trade, not of the message that brought it', async () => {
      await sendTrades(began + 100, trade(1, began + 60));
      market.taken();
      market.trades = [trade(1, began + 60), trade(2, began + 90), trade(3, began + 200)];
      market.streams.newest.handlers.closed('cut');
      await market.pass(5_000);
      expect(market.taken()).toEqual(['STALE', 'trades 2,3', 'TRUSTED']);
    });

    it('lets nothing pass by that comes before its confirmation', async () => {
      await sendTrades(began + 1, trade(1, began + 1));
      market.taken();
      market.trades = [1, 2, 3, 4, 5, 6].map((id) => trade(id, began + id));
      market.streams.answer = () => undefined;
      market.streams.newest.handlers.closed('cut');
      await market.pass(5_000);
      await sendTrades(began + 6, trade(6, began + 6));
      expect(market.taken()).toEqual(['STALE', 'trades 2,3,4,5,6', 'TRUSTED']);
    });

    it('gives what was missed also where nothing was told before the line broke', async () => {
      market.feed.watch({ kind: 'quote', instrument: BTC });
      await market.pass(0);
      await market.quote('100');
      market.feed.unwatch({ kind: 'trades', instrument: BTC });
      market.feed.watch({ kind: 'trades', instrument: BTC });
      await market.pass(0);
      const { now } = market;
      market.streams.newest.handlers.closed('cut');
      market.trades = [trade(1, now - 9), trade(2, now + 1), trade(3, now + 2)];
      await market.pass(5_000);
      expect(market.taken().filter((line) => line.startsWith('trades'))).toEqual(['trades 2,3']);
    });

    it('asks once more, however often the line breaks while it is asked', async () => {
      await sendTrades(began + 1, trade(1, began + 1));
      const answers: (() => void)[] = [];
      market.question = () => new Promise((resolve) => answers.push(resolve));
      for (let n = 0; n < 5; n += 1) {
        market.streams.newest.handlers.closed('cut');
        await market.pass(70_000);
      }
      expect([answers.length, level()]).toEqual([1, 'UNTRUSTED']);
      answers[0]!();
      await market.pass(0);
      expect(answers).toHaveLength(2);
    });

    it('says nothing more once it was taken back', async () => {
      await sendTrades(began + 1, trade(1, began + 1));
      market.trades = [trade(1, began + 1), trade(2, began + 2)];
      let answer: () => void = () => undefined;
      market.question = () => new Promise((resolve) => (answer = resolve));
      market.streams.newest.handlers.closed('cut');
      await market.pass(5_000);
      market.feed.unwatch({ kind: 'trades', instrument: BTC });
      market.taken();
      answer();
      await market.pass(10);
      expect(market.taken()).toEqual([]);
    });
  });

  describe('of quotes', () => {
    beforeEach(async () => {
      market.feed.watch({ kind: 'quote', instrument: BTC });
      await market.pass(0);
      await market.quote('100');
    });

    it('trusts none once a side of the book is empty', async () => {
      await market.send('quote', { type: 'no-quote', venueSymbol: 'BTCUSDT', at: market.now });
      expect(level()).toBe('UNTRUSTED');
      await market.quote('101');
      expect(level()).toBe('TRUSTED');
    });

    it('forgets one late stamp after a while in which only repetitions came', async () => {
      await market.pass(1_000);
      await market.quote('101', '102', market.now - 6_000);
      expect(level()).toBe('UNTRUSTED');
      for (let n = 0; n < 5; n += 1) {
        await market.pass(3_000);
        await market.send('quote');
      }
      expect(level()).toBe('TRUSTED');
    });

    it('lets one stamp of the future spoil no bar', async () => {
      market.feed.watch({ kind: 'bar', instrument: BTC, interval: '1m' });
      await market.pass(100);
      await market.bar(minute() - 1);
      await market.quote('101', '102', market.now + 3_600_000);
      for (let n = 0; n < 30; n += 1) {
        await market.pass(1_000);
        await market.quote(String(100 + n));
        if (n === 25) await market.bar(minute() - 1);
      }
      expect([level(), market.notices.filter((notice) => notice === 'restarted')]).toEqual(['TRUSTED', []]);
    });
  });

  describe('of bars', () => {
    it('gives the first one also when its close was lost', async () => {
      market.feed.watch({ kind: 'bar', instrument: BTC, interval: '1m' });
      await market.pass(0);
      const first = minute();
      market.bars = async () => [barOf(first - 1), barOf(first)];
      await market.bar(first, false);
      await market.pass((first + 1) * 60_000 - market.now + 500);
      await market.bar(first + 1, false);
      await market.pass(7_000);
      expect(news().filter((line) => line.startsWith('bar'))).toEqual([`bar ${first}`]);
    });

    it('asks for a hole ever more slowly, and names it once', async () => {
      market.feed.watch({ kind: 'bar', instrument: BTC, interval: '1m' });
      await market.pass(0);
      await market.bar(minute() - 1);
      let asked = 0;
      market.bars = async () => {
        asked += 1;
        throw new Error('HTTP 503');
      };
      market.streams.newest.handlers.closed('cut');
      await market.pass(600_000);
      expect(asked).toBeLessThan(30);
      expect([market.notices.filter((notice) => notice === 'unfilled').length, market.feed.quality()[0]!.gaps]).toEqual([1, 1]);
    });

    it('ends its questions at a venue that shows the same page whatever it is asked', async () => {
      let asked = 0;
      const page = async () => {
        asked += 1;
        return [barOf(10), barOf(11)];
      };
      const given: number[] = [];
      const series = new BarSeries('1m', 0, page, { emit: ({ start }) => given.push(start), corrected: () => undefined });
      await expect(series.fill()).rejects.toThrow('missing at the venue');
      expect(asked).toBe(2);
    });
  });
});

describe('what a feed is made of', () => {
  const silent = { reasonsChanged: () => undefined, restart: () => undefined, gap: () => undefined, unanswered: () => undefined };

  it('trusts no snapshot that was asked for before the line broke', async () => {
    const answers: ((snapshot: BookSnapshot) => void)[] = [];
    const watch = new BookWatch(
      { kind: 'book', instrument: BTC, depth: 50 },
      { ...silent, book: () => undefined, unreadable: () => undefined },
      { monotonic: () => 0, request: () => new Promise((resolve) => answers.push(resolve)) },
    );
    watch.confirmed();
    watch.interrupted();
    watch.confirmed();
    answers[0]!({ bids: [['99', '1']], asks: [['101', '1']], last: 5, at: 1 });
    await Promise.resolve();
    expect([...watch.reasons]).toEqual(['STALE']);
  });

  it('gives each silent subscription its turn, however slow the answers are', async () => {
    const clock = new ManualClock();
    const asked = new Set<string>();
    const probe = new ContradictionProbe({
      market: {
        book: () => Promise.reject(new Error('not asked')),
        trades: async ({ symbol }) => {
          asked.add(symbol);
          await clock.sleep(10_000);
          throw new Error('timeout');
        },
      },
      timers: clock,
      monotonic: () => clock.monotonic(),
      failed: () => undefined,
    });
    const suspects = Array.from({ length: 30 }, (_, n) => {
      const news = { ...silent, trades: () => undefined };
      const watch = new TradesWatch({ kind: 'trades', instrument: instrumentOf(`S${n}`) }, news, {
        recent: async () => [],
        marketTime: () => 0,
      });
      watch.confirmed();
      return { watch, heardAt: () => 0, contradicted: () => undefined };
    });
    await clock.pass(20_000);
    for (let n = 0; n < 100; n += 1) {
      probe.sweep(suspects);
      await clock.pass(1_000);
    }
    expect(asked.size).toBe(30);
  });

  it('holds the clock against another symbol where the first one has no time', async () => {
    const clock = new ManualClock();
    const venue = new VenueWatch({
      market: {
        serverTime: async () => clock.wall(),
        instruments: async () => [BTC],
        marketTime: async ({ symbol }: { readonly symbol: string }) => {
          if (symbol === 'DEAD') throw new Error('10001: symbol invalid');
          return clock.wall();
        },
      } as never,
      clock: new VenueClock({ now: () => clock.wall() }, { now: () => clock.monotonic() }),
      timers: clock,
      watched: () => [instrumentOf('DEAD', 'DEAD'), BTC],
      changed: () => undefined,
      failed: () => undefined,
    });
    venue.start();
    await clock.pass(20_000);
    expect([venue.isRealTime, venue.isOff(clock.wall() - 3_600_000)]).toEqual([true, true]);
    venue.stop();
  });
});
