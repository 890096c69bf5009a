import { ManualClock } from '@libs/testkit';
import { BTC, FakeMarket, barOf } from '../../test/fake-market';

/** The minute in which the manual clock stands, and the milliseconds to its end. */
function minuteOf(market: FakeMarket): number {
  return Math.floor(market.now / 60_000);
}

describe('a market feed', () => {
  let market: FakeMarket;

  beforeEach(() => {
    market = new FakeMarket(new ManualClock());
  });

  afterEach(() => market.feed.close());

  async function watchQuotes(): Promise<void> {
    market.feed.watch({ kind: 'quote', instrument: BTC });
    await market.pass(0);
  }

  describe('of best prices', () => {
    it('is untrusted until the first comes', async () => {
      await watchQuotes();
      expect(market.taken()).toEqual(['STALE']);
      await market.quote('100');
      expect(market.taken()).toEqual(['TRUSTED', 'quote 100']);
      expect(market.feed.trust('BTC/USDT')?.level).toBe('TRUSTED');
    });

    it('is stale once the topic breaks its promise, asks for it anew and heals', async () => {
      await watchQuotes();
      await market.quote('100');
      market.taken();
      await market.pass(8_000);
      expect(market.taken()).toEqual(['STALE']);
      expect(market.streams.newest.sent.slice(-2)).toEqual(['unsub quote', 'sub quote']);
      await market.quote('100');
      expect(market.taken()).toEqual(['TRUSTED', 'quote 100']);
    });

    it('is stale while the connection is lost', async () => {
      await watchQuotes();
      await market.quote('100');
      market.taken();
      market.streams.newest.handlers.closed('cut');
      expect(market.taken()).toEqual(['STALE']);
      await market.pass(5_000);
      expect(market.taken()).toEqual([]);
      await market.quote('100');
      expect(market.taken()).toEqual(['TRUSTED', 'quote 100']);
    });

    it('never passes a crossed or locked pair on and begins the topic anew', async () => {
      await watchQuotes();
      await market.quote('100');
      market.taken();
      await market.quote('101', '101');
      expect(market.taken()).toEqual(['CROSSED']);
      expect(market.streams.newest.sent.slice(-2)).toEqual(['unsub quote', 'sub quote']);
      await market.quote('100');
      expect(market.taken()).toEqual(['TRUSTED', 'quote 100']);
    });

    it('begins a topic anew ever more slowly while that does not help', async () => {
      await watchQuotes();
      for (let n = 0; n < 20; n += 1) {
        await market.quote('101', '100');
        await market.pass(500);
      }
      // At once, then after 2 and 4 seconds.
      expect(market.streams.newest.sent.filter((frame) => frame === 'unsub quote')).toHaveLength(3);
    });

    it('counts a frame without news as a sign of life', async () => {
      await watchQuotes();
      await market.quote('100');
      for (let n = 0; n < 10; n += 1) {
        await market.pass(3_000);
        await market.send('quote');
      }
      expect(market.feed.trust('BTC/USDT')?.level).toBe('TRUSTED');
    });
  });

  describe('of bars', () => {
    async function watchBars(after: number | null = null): Promise<void> {
      market.feed.watch({ kind: 'quote', instrument: BTC });
      market.feed.watch({ kind: 'bar', instrument: BTC, interval: '1m' }, after === null ? null : after * 60_000);
      await market.pass(0);
      await market.quote('100');
      market.taken();
    }

    it('gives those that were missed while it was away, once', async () => {
      const minute = minuteOf(market);
      await watchBars(minute - 1);
      market.streams.accept = () => undefined;
      market.streams.newest.handlers.closed('cut');
      await market.pass(120_000);
      expect(market.taken()).toEqual(['STALE']);
      market.streams.accept = (socket) => queueMicrotask(() => socket.handlers.open());
      market.bars = async () => [barOf(minute), barOf(minute + 1)];
      await market.pass(60_000);
      await market.quote('100');
      expect(market.taken()).toEqual([`bar ${minute}`, `bar ${minute + 1}`, 'TRUSTED', 'quote 100']);
      await market.bar(minute + 1);
      expect(market.taken()).toEqual([]);
    });

    it('never takes a forming bar for a closed one', async () => {
      const minute = minuteOf(market);
      await watchBars(minute - 1);
      await market.bar(minute, false);
      expect(market.taken()).toEqual([`forming 1m ${minute}`]);
    });

    it('begins a topic anew that did not confirm what REST shows, and trusts it once it speaks', async () => {
      const minute = minuteOf(market);
      await watchBars(minute - 1);
      market.bars = async () => [barOf(minute)];
      const toEnd = (minute + 1) * 60_000 - market.now;
      for (let n = 0; n <= toEnd + 6_000; n += 1_000) {
        await market.pass(1_000);
        await market.quote('100');
      }
      expect(market.taken().filter((line) => !line.startsWith('quote'))).toEqual(['FORMING', `bar ${minute}`, 'STALE,FORMING', 'STALE']);
      expect(market.streams.newest.sent).toContain('unsub bar-1m');
      await market.bar(minute + 1, false);
      expect(market.taken()).toEqual([`forming 1m ${minute + 1}`, 'TRUSTED']);
    });

    it('trusts a topic that lost a confirmation and goes on', async () => {
      const minute = minuteOf(market);
      await watchBars(minute - 1);
      market.bars = async () => [barOf(minute)];
      const toEnd = (minute + 1) * 60_000 - market.now;
      for (let n = 0; n <= toEnd + 6_000; n += 1_000) {
        await market.pass(1_000);
        await market.quote('100');
        if (n > toEnd) await market.bar(minute + 1, false);
      }
      const news = market.taken().filter((line) => !/^(quote|forming)/.test(line));
      expect(news).toEqual(['FORMING', `bar ${minute}`, 'TRUSTED']);
    });

    it('takes the topic for dead when the bar cannot be had anywhere', async () => {
      const minute = minuteOf(market);
      await watchBars(minute - 1);
      const toEnd = (minute + 1) * 60_000 - market.now;
      for (let n = 0; n <= toEnd + 10_000; n += 1_000) {
        await market.pass(1_000);
        await market.quote('100');
      }
      expect(market.taken().filter((line) => !line.startsWith('quote'))).toEqual(['FORMING', 'STALE,FORMING']);
      expect(market.streams.newest.sent).toContain('unsub bar-1m');
    });

    it('holds entries while a hole cannot be filled', async () => {
      const minute = minuteOf(market);
      await watchBars(minute - 1);
      market.bars = () => Promise.reject(new Error('HTTP 503'));
      await market.bar(minute + 1);
      expect(market.taken()).toEqual(['GAP']);
      market.bars = async () => [barOf(minute)];
      await market.pass(3_000);
      expect(market.taken()).toEqual([`bar ${minute}`, `bar ${minute + 1}`, 'TRUSTED']);
      expect(market.notices).toContain('unfilled');
    });

    it('acts on the first confirmation and names a correction', async () => {
      const minute = minuteOf(market);
      await watchBars(minute - 1);
      await market.bar(minute, true, '2');
      await market.bar(minute, true, '3');
      expect(market.taken()).toEqual([`bar ${minute}`]);
      expect(market.notices).toEqual(['corrected']);
    });
  });

  describe('of an order book', () => {
    async function watchBook(): Promise<void> {
      market.feed.watch({ kind: 'book', instrument: BTC, depth: 50 });
      await market.pass(0);
      await market.change('snapshot', 5);
      expect(market.taken()).toEqual(['STALE', 'TRUSTED', 'book 5']);
    }

    it('drops it on a lost change and shows it again after the next snapshot', async () => {
      await watchBook();
      await market.change('delta', 6);
      await market.change('delta', 8);
      expect(market.taken()).toEqual(['book 6', 'GAP']);
      expect(market.feed.book(BTC, 50)?.isWhole).toBe(false);
      expect(market.streams.newest.sent.slice(-2)).toEqual(['unsub book-50', 'sub book-50']);
      await market.change('delta', 9);
      await market.change('snapshot', 9);
      expect(market.taken()).toEqual(['TRUSTED', 'book 9']);
    });

    it('drops a crossed one', async () => {
      await watchBook();
      await market.change('delta', 6, { bids: [['102', '1']], asks: [] });
      expect(market.taken()).toEqual(['CROSSED']);
    });

    it('drops one with a level that cannot be read', async () => {
      await watchBook();
      await market.change('delta', 6, { bids: [['-99', '1']], asks: [] });
      expect(market.taken()).toEqual(['GAP']);
      expect(market.notices).toContain('unreadable');
    });

    it('believes a silence that REST confirms', async () => {
      await watchBook();
      market.book = { bids: [['99.0', '1.000']], asks: [['101', '1']], last: 9, at: 0 };
      await market.pass(90_000);
      expect(market.taken()).toEqual([]);
    });

    it('finds, probed after ten seconds of silence, that it stands still while REST shows another one', async () => {
      await watchBook();
      market.book = { bids: [['99', '2']], asks: [['101', '1']], last: 9, at: 0 };
      await market.pass(13_000);
      expect(market.taken()).toEqual(['STALE']);
      expect(market.notices).toEqual(['contradicted', 'restarted']);
    });

    it('is asked for again when even its first snapshot does not come', async () => {
      market.feed.watch({ kind: 'book', instrument: BTC, depth: 500 });
      await market.pass(0);
      const { newest } = market.streams;
      await market.pass(4_000);
      expect(newest.sent.filter((frame) => frame === 'sub book-500')).toHaveLength(2);
      expect(market.taken()).toEqual(['STALE']);
    });

    it('is asked for again, ever more slowly and at last over another connection, until its snapshot comes', async () => {
      await watchBook();
      await market.change('delta', 8);
      const { newest } = market.streams;
      expect(market.taken()).toEqual(['GAP']);
      await market.pass(16_000);
      // At once, after 3, 4 and 8 seconds more; the fourth time the connection itself is given up.
      expect(newest.sent.filter((frame) => frame === 'sub book-50')).toHaveLength(4);
      expect(newest.isClosed).toBe(true);
      await market.pass(5_000);
      await market.change('snapshot', 20);
      expect(market.taken()).toEqual(['STALE,GAP', 'TRUSTED', 'book 20']);
    });
  });

  describe('beside its venue', () => {
    it('is halted while the venue does not list the symbol', async () => {
      await watchQuotes();
      await market.quote('100');
      market.taken();
      market.listed = [{ ...BTC, symbol: 'ETH/USDT' }];
      for (let n = 0; n < 10; n += 1) {
        await market.pass(3_000);
        await market.send('quote');
      }
      expect(market.taken()).toEqual(['HALTED']);
      market.listed = [BTC];
      for (let n = 0; n < 10; n += 1) {
        await market.pass(3_000);
        await market.send('quote');
      }
      expect(market.taken()).toEqual(['TRUSTED']);
    });

    it('is skewed by data that is older than the venue lets it be', async () => {
      await watchQuotes();
      await market.quote('100');
      market.taken();
      await market.pass(6_000);
      await market.quote('101', '102', market.now - 5_500);
      expect(market.taken()).toEqual(['SKEWED', 'quote 101']);
      await market.quote('102');
      expect(market.taken()).toEqual(['TRUSTED', 'quote 102']);
    });

    it('is skewed within ten seconds when the clock of the venue leaves its market', async () => {
      await watchQuotes();
      await market.quote('100');
      market.taken();
      market.clockAhead = 10_000;
      await market.pass(5_000);
      await market.send('quote');
      await market.pass(5_000);
      expect(market.taken()).toEqual(['SKEWED']);
    });

    it('is none the worse for a clock of this machine that is wrong', async () => {
      market.clockAhead = market.marketAhead = -10_000;
      await watchQuotes();
      await market.quote('100', '101', market.now - 10_000);
      expect(market.taken()).toEqual(['STALE', 'TRUSTED', 'quote 100']);
      expect(market.feed.clock.ahead).toBe(-10_000);
    });

    it('holds no stamp against the clock where the market has a time of its own', async () => {
      market.marketAhead = -86_400_000;
      await watchQuotes();
      await market.quote('100', '101', market.now - 86_400_000);
      expect(market.taken()).toEqual(['STALE', 'TRUSTED', 'quote 100']);
    });
  });

  it('listens once however often it is asked to, and until the last wish is taken back', async () => {
    const wish = { kind: 'quote', instrument: BTC } as const;
    market.feed.watch(wish);
    market.feed.watch(wish);
    await market.pass(0);
    market.feed.unwatch(wish);
    await market.quote('100');
    expect(market.taken()).toEqual(['STALE', 'TRUSTED', 'quote 100']);
    market.feed.unwatch(wish);
    expect([market.streams.newest.isClosed, market.feed.trust('BTC/USDT')]).toEqual([true, null]);
  });

  it('tells how well each subscription did', async () => {
    await watchQuotes();
    await market.pass(4_000);
    await market.quote('100');
    await market.pass(4_000);
    const [quality] = market.feed.quality();
    expect(quality).toMatchObject({ symbol: 'BTC/USDT', feed: 'quote', reasons: [], uptime: 0.5, messages: 1, gaps: 0, interruptions: 0 });
  });
});
