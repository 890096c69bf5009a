import { createLive, createRequest, query, subscription } from '@libs/client';
import type { FeedQuality, Live, Operation, Request } from '@libs/client';
import { onlyAccount } from '../support/oracle';
import { Platform, until } from '../support/platform';

const PATIENCE_MS = 60_000;
const SYMBOL = 'BTC/USDT:USDT';
const MINUTE = 60_000;

describe('market data of a running platform', () => {
  const platform = new Platform(['--speed', '60']);
  let request: Request;
  let live: Live;
  let accountId: string;
  const market = (): { readonly accountId: string; readonly symbol: string } => ({ accountId, symbol: SYMBOL });

  /** Follows a stream until a value is as wanted. */
  function first<Value, Variables>(operation: Operation<Value, Variables>, wanted: (value: Value) => boolean): Promise<Value> {
    return new Promise((resolve) => {
      const stop = live.subscribe(operation, () => market() as Variables, {
        next: (value) => {
          if (!wanted(value)) return;
          stop();
          resolve(value);
        },
      });
    });
  }

  beforeAll(async () => {
    await platform.start();
    accountId = await onlyAccount(platform);
    request = createRequest({ url: `${platform.url}/graphql` });
    live = createLive({ url: `${platform.url.replace('http', 'ws')}/graphql` });
  }, 2 * PATIENCE_MS);

  afterAll(async () => {
    live?.close();
    await platform.remove();
  }, PATIENCE_MS);

  it('tells how each feed of the trader does, on the command line too', async () => {
    const feeds = async (): Promise<readonly FeedQuality[]> => request(query.feeds, { accountId });
    await until(
      async () => (await feeds()).some(({ feed, receivedToStrategy }) => feed === 'quote' && receivedToStrategy !== null),
      PATIENCE_MS,
      () => 'no feed is told',
    );
    expect((await feeds()).map(({ symbol, feed }) => `${symbol} ${feed}`)).toEqual([`${SYMBOL} quote`, `${SYMBOL} bar 1m`]);
    expect(await platform.cli('status')).toMatchObject({ feeds: [{ accountId, feeds: [{ feed: 'quote', gaps: 0 }, { feed: 'bar 1m' }] }] });
  });

  it('pages candles a minute apart, none twice and none left out', async () => {
    const starts: number[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page += 1) {
      const { items, nextCursor }: { items: readonly { start: string }[]; nextCursor: string | null } = await request(query.candlePage, {
        ...market(),
        interval: '1m',
        first: 100,
        after,
      });
      starts.push(...items.map(({ start }) => Date.parse(start)));
      after = nextCursor;
    }
    expect(starts.length).toBeGreaterThan(200);
    expect(new Set(starts.slice(1).map((start, place) => starts[place]! - start))).toEqual(new Set([MINUTE]));
  });

  it('shows books, asked for and streamed, with levels in order and bids below asks', async () => {
    const asked = await request(query.orderBook, { ...market(), depth: 20 });
    const { book } = await first(subscription.orderBook, (update) => update.book !== null);
    for (const { bids, asks } of [asked, book!]) {
      const prices = [...[...bids].reverse(), ...asks].map(({ price }) => Number(price));
      expect(prices).toEqual(prices.toSorted((a, b) => a - b));
      expect([bids.length > 1, asks.length > 1]).toEqual([true, true]);
    }
    expect(asked.bids).toHaveLength(20);
  });

  it('streams trades that the venue then lists', async () => {
    const { trades } = await first(subscription.trades, (update) => update.trades.length > 0);
    const listed = await request(query.trades, { ...market(), limit: 1000 });
    expect(listed).toEqual(expect.arrayContaining([...trades]));
  });
});
