import { FakeVenue, InMemoryDispatchStore, ManualClock, buildTicket } from '@libs/testkit';
import { MissedNews } from './missed-news';
import { executionReport } from './reports';

describe('news that a private stream never told', () => {
  let clock: ManualClock;
  let venue: FakeVenue;
  let store: InMemoryDispatchStore;
  let news: MissedNews;

  beforeEach(() => {
    clock = new ManualClock();
    venue = new FakeVenue(clock);
    store = new InMemoryDispatchStore();
    news = new MissedNews({ store, queries: venue });
  });

  async function place(id: string): Promise<void> {
    store.rows.set(`d${id}s`, { ...(await store.find(store.add('submit', buildTicket(id))))!, state: 'DONE' });
    void venue.signSubmit(buildTicket(id)).send();
    await clock.pass(5);
  }

  it('are those of an order that is over at the venue and open here, at the second look', async () => {
    await place('a');
    await place('b');
    expect(await news.find()).toEqual([]);
    venue.fill('a');
    expect(await news.find()).toEqual([]);
    expect(await news.find()).toEqual(['a']);
  });

  it('are none of what arrives in between', async () => {
    await place('a');
    const execution = venue.fill('a');
    expect(await news.find()).toEqual([]);
    await store.report([executionReport(execution)]);
    expect(await news.find()).toEqual([]);
  });

  it('are those of an execution of an order that goes on', async () => {
    await place('a');
    const order = venue.orders.get('a')!;
    venue.orders.set('a', { ...order, status: 'PARTIALLY_FILLED', filledQuantity: '0.004' });
    expect(await news.find()).toEqual([]);
    expect(await news.find()).toEqual(['a']);
  });

  it('are not asked for while nothing is open', async () => {
    venue.openOrders = () => Promise.reject(new Error('asked'));
    expect(await news.find()).toEqual([]);
  });
});
