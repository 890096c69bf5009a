import { ManualClock } from '@libs/testkit';
import { BTC, FakeMarket, barOf } from '../../test/fake-market';
import { buildsBars } from './built-bars';

const BARS = { kind: 'bar', instrument: BTC, interval: '1m' } as const;
const TRADES = { kind: 'trades', instrument: BTC } as const;

describe('a market feed of an exchange that streams trades and no bars', () => {
  let market: FakeMarket;
  /** The minute in which the clock stands at first, 20 s after its beginning. */
  let minute: number;

  function open(capabilities: ConstructorParameters<typeof FakeMarket>[1]): void {
    market = new FakeMarket(new ManualClock(), capabilities);
    minute = Math.floor(market.now / 60_000);
  }

  /** Bars are watched from the minute before on. */
  async function watch(): Promise<void> {
    market.feed.watch(BARS, (minute - 1) * 60_000);
    await market.pass(1_000);
    market.taken();
  }

  /** Lets time pass until `seconds` after the beginning of a minute, counted from the first. */
  async function until(minutes: number, seconds: number): Promise<void> {
    await market.pass((minute + minutes) * 60_000 + seconds * 1_000 - market.now);
  }

  afterEach(() => market.feed.close());

  describe('but gives bars over REST', () => {
    beforeEach(() => open({ bar: 'poll' }));

    it('makes bars of trades and fetches the one that it began in', async () => {
      await watch();
      expect(market.streams.newest.sent).toEqual(['sub trades']);
      await market.trade(1, market.now, '99');
      market.bars = async () => [barOf(minute, '99')];
      await until(0, 62);
      expect(market.taken()).toEqual([`bar ${minute}`]);
      await market.trade(2, market.now, '100');
      await market.trade(3, market.now, '101');
      expect(market.taken()).toEqual([`forming 1m ${minute + 1}`, `forming 1m ${minute + 1}`]);
      await until(1, 62);
      expect(market.taken()).toEqual([`bar ${minute + 1}`]);
      expect(market.notices).toEqual([]);
    });

    it('fetches a bar during which the connection was lost', async () => {
      market.bars = async () => [barOf(minute)];
      await watch();
      await market.trade(1, market.now);
      await until(1, 5);
      await market.trade(2, market.now);
      market.streams.newest.handlers.closed('cut');
      await market.pass(10_000);
      await market.trade(3, market.now);
      market.taken();
      market.bars = async () => [barOf(minute), barOf(minute + 1)];
      await until(2, 3);
      expect(market.taken()).toEqual([`bar ${minute + 1}`]);
      await market.trade(4, market.now);
      await until(3, 3);
      expect(market.taken()).toEqual([`forming 1m ${minute + 2}`, `bar ${minute + 2}`]);
    });

    it('fetches a bar during which a frame could not be read: it may have been a trade', async () => {
      market.bars = async () => [barOf(minute)];
      await watch();
      await market.trade(1, market.now);
      await until(1, 5);
      await market.trade(2, market.now);
      market.streams.newest.handlers.frame('gibberish');
      await market.trade(3, market.now);
      market.taken();
      market.bars = async () => [barOf(minute + 1, '7')];
      await until(2, 3);
      expect(market.taken()).toEqual([`bar ${minute + 1}`]);
      expect(market.notices).toEqual(['bad-frame']);
      await market.trade(4, market.now);
      await until(3, 3);
      expect(market.taken()).toEqual([`forming 1m ${minute + 2}`, `bar ${minute + 2}`]);
    });

    describe('where nobody trades', () => {
      beforeEach(async () => {
        market.bars = async () => [barOf(minute)];
        await watch();
        await market.trade(1, market.now, '99');
        await until(0, 62);
        await market.trade(2, market.now, '99');
        market.trades = [{ id: '2', at: market.now, side: 'BUY', price: '99', quantity: '1' }];
        await until(1, 62);
        expect(market.taken().slice(-1)).toEqual([`bar ${minute + 1}`]);
      });

      it('gives a flat bar once REST has shown that nobody did', async () => {
        await until(2, 62);
        expect(market.taken()).toEqual([`bar ${minute + 2}`]);
        expect(market.notices).toEqual([]);
      });

      it('takes the trades for dead when REST shows one that never came, and fetches the bar', async () => {
        market.trades = [...market.trades, { id: '3', at: market.now + 30_000, side: 'BUY', price: '99', quantity: '1' }];
        market.bars = async () => [barOf(minute + 2)];
        await until(2, 63);
        expect(market.taken().filter((line) => line.startsWith('bar'))).toEqual([`bar ${minute + 2}`]);
        expect(market.notices).toEqual(['interrupted']);
        expect(market.streams.newest.sent.slice(-2)).toEqual(['unsub trades', 'sub trades']);
        expect(market.feed.trust('BTC/USDT')?.level).toBe('TRUSTED');
      });

      it('fetches the bar when REST does not say', async () => {
        market.trades = [];
        market.bars = async () => [barOf(minute + 2)];
        await until(2, 63);
        expect(market.taken()).toEqual([`bar ${minute + 2}`]);
        expect(market.streams.newest.sent).not.toContain('unsub trades');
      });
    });

    it('reports a trade that comes after its bar', async () => {
      market.bars = async () => [barOf(minute)];
      await watch();
      await market.trade(1, market.now);
      await until(0, 62);
      await market.trade(2, market.now, '100');
      await until(1, 62);
      market.taken();
      await market.trade(3, (minute + 2) * 60_000 - 1, '107');
      expect(market.taken()).toEqual([]);
      expect(market.notices).toEqual(['late 3 107']);
    });

    it('subscribes to trades once for whoever wants them', async () => {
      await watch();
      market.feed.watch(TRADES);
      await market.pass(0);
      await market.trade(1, market.now);
      expect(market.taken()).toEqual(['STALE', 'TRUSTED', 'trades 1']);
      market.feed.unwatch(TRADES);
      expect(market.streams.newest.sent).toEqual(['sub trades']);
      market.feed.unwatch(BARS);
      expect(market.streams.newest.sent).toEqual(['sub trades', 'unsub trades']);
    });
  });

  describe('nor gives bars at all', () => {
    beforeEach(() => open({ bar: undefined, intervals: [] } as object));

    it('passes over a bar of which trades may be missing, says so and goes on', async () => {
      await watch();
      await market.trade(1, market.now);
      await until(0, 62);
      expect(market.notices).toEqual(['unfilled']);
      await market.trade(2, market.now);
      await until(1, 62);
      expect(market.taken()).toEqual([`forming 1m ${minute + 1}`, `bar ${minute + 1}`]);
      expect(market.feed.trust('BTC/USDT')?.level).toBe('TRUSTED');
    });
  });
});

describe('whether bars are built', () => {
  const stream = { trades: 'stream', bar: 'stream', bookDepths: [], intervals: ['1m'] } as const;

  it.each([
    ['bars are streamed', stream, '1m', false],
    ['bars of another length are streamed', stream, '3m', true],
    ['bars are polled', { ...stream, bar: 'poll' }, '1m', true],
    ['trades are polled', { ...stream, trades: 'poll', bar: 'poll' }, '1m', false],
  ] as const)('where %s', (_, capabilities, interval, built) => {
    expect(buildsBars(capabilities, interval)).toBe(built);
  });
});
