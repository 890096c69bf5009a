import type { PublicTrade } from '@libs/sdk';
import { ManualClock } from '@libs/testkit';
import { BTC, FakeMarket } from '../../test/fake-market';

describe('a market feed of trades', () => {
  let market: FakeMarket;

  beforeEach(() => {
    market = new FakeMarket(new ManualClock());
  });

  afterEach(() => market.feed.close());

  const trade = (id: string, at: number) => ({ id, side: 'BUY', price: '100', quantity: '1', at }) as const;

  it('stands on its confirmation until REST shows a trade that never came', async () => {
    market.feed.watch({ kind: 'trades', instrument: BTC });
    await market.pass(0);
    expect(market.taken()).toEqual(['STALE', 'TRUSTED']);
    const at = market.now;
    await market.send('trades', { type: 'trades', venueSymbol: 'BTCUSDT', trades: [trade('1', at)], at });
    market.trades = [trade('1', at)];
    await market.pass(40_000);
    expect(market.taken()).toEqual(['trades 1']);
    market.trades = [trade('1', at), trade('2', at + 30_000)];
    await market.pass(32_000);
    expect(market.taken()).toEqual(['STALE', 'trades 2']);
    expect(market.notices.slice(0, 2)).toEqual(['contradicted', 'restarted']);
    const { now } = market;
    await market.send('trades', { type: 'trades', venueSymbol: 'BTCUSDT', trades: [trade('3', now)], at: now });
    expect(market.taken()).toEqual(['TRUSTED', 'trades 3']);
  });

  describe('after an interruption', () => {
    let began: number;
    const tradesOf = (ids: readonly number[]): PublicTrade[] => ids.map((id) => trade(String(id), began + id));
    const send = async (...ids: readonly number[]): Promise<void> => {
      await market.send('trades', { type: 'trades', venueSymbol: 'BTCUSDT', trades: tradesOf(ids), at: began + ids.at(-1)! });
    };
    const shows = (...ids: readonly number[]): void => void (market.trades = tradesOf(ids));

    beforeEach(async () => {
      began = market.now;
      market.feed.watch({ kind: 'trades', instrument: BTC });
      await market.pass(0);
      await send(1, 2);
      market.taken();
    });

    async function breakLine(): Promise<void> {
      market.streams.newest.handlers.closed('cut');
      await market.pass(5_000);
    }

    it('gives those that were missed, once and before what came since', async () => {
      shows(1, 2, 3, 4, 5);
      let answer: () => void = () => undefined;
      market.question = () => new Promise((resolve) => (answer = resolve));
      await breakLine();
      await send(5, 6);
      expect(market.taken()).toEqual(['STALE']);
      answer();
      await market.pass(0);
      expect(market.taken()).toEqual(['trades 3,4,5', 'trades 6', 'TRUSTED']);
      expect(market.notices).not.toContain('gap');
    });

    it('names a gap where the venue shows none that are old enough', async () => {
      shows(7, 8);
      await breakLine();
      expect(market.taken()).toEqual(['STALE', 'trades 7,8', 'TRUSTED']);
      expect(market.notices).toContain('gap');
    });

    it('goes on where the venue does not answer, and says so', async () => {
      market.question = () => Promise.reject(new Error('HTTP 503'));
      await breakLine();
      await send(9);
      expect(market.taken()).toEqual(['STALE', 'TRUSTED', 'trades 9']);
      expect(market.notices).toEqual(expect.arrayContaining(['unanswered', 'gap']));
    });
  });

  it('believes a silence after a loss once REST has nothing more to show', async () => {
    market.feed.watch({ kind: 'trades', instrument: BTC });
    await market.pass(0);
    const at = market.now;
    await market.send('trades', { type: 'trades', venueSymbol: 'BTCUSDT', trades: [trade('1', at)], at });
    market.trades = [trade('2', at + 5_000)];
    market.taken();
    await market.pass(32_000);
    expect(market.taken()).toEqual(['STALE', 'trades 2']);
    await market.pass(60_000);
    expect(market.taken()).toEqual(['TRUSTED']);
  });
});
