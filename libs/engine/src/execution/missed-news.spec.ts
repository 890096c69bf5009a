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
    news = new MissedNews({ store, queries: venue, clock });
  });

  async function place(id: string): Promise<void> {
    store.rows.set(`d${id}s`, { ...(await store.find(store.add('submit', buildTicket(id))))!, state: 'DONE' });
    void venue.signSubmit(buildTicket(id)).send();
    await clock.pass(5);
  }

  async function finds(times: number): Promise<readonly string[]> {
    const found: string[] = [];
    for (let n = 0; n < times; n += 1) found.push(...(await news.find()));
    return found;
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

  it('are told once, however long the trader takes, until they change or ten minutes later', async () => {
    await place('a');
    const order = venue.orders.get('a')!;
    venue.orders.set('a', { ...order, status: 'PARTIALLY_FILLED', filledQuantity: '0.004' });
    expect(await finds(6)).toEqual(['a']);
    await clock.pass(60_000);
    expect(await finds(6)).toEqual([]);
    venue.fill('a');
    expect(await finds(6)).toEqual(['a']);
    await clock.pass(599_000);
    expect(await finds(6)).toEqual([]);
    await clock.pass(1_000);
    expect(await finds(6)).toEqual(['a']);
  });

  it('are told at most once a minute of an order that goes on changing', async () => {
    await place('a');
    const order = venue.orders.get('a')!;
    const tellings: number[] = [];
    for (let n = 1; n <= 40; n += 1) {
      venue.orders.set('a', { ...order, status: 'PARTIALLY_FILLED', filledQuantity: `0.0${n}` });
      await clock.pass(4_000);
      if ((await news.find()).length > 0) tellings.push(n);
    }
    expect(tellings).toEqual([2, 17, 32]);
  });

  it('are none of what the trader has yet to read', async () => {
    await place('a');
    venue.fill('a');
    store.unread.add('a');
    expect(await finds(6)).toEqual([]);
    store.unread.delete('a');
    expect(await finds(2)).toEqual(['a']);
  });

  it('are found of every order, though few can be asked about at a time', async () => {
    const ids = Array.from({ length: 25 }, (_, n) => `o${n}`);
    for (const id of ids) await place(id);
    for (const id of ids) venue.fill(id);
    const asked: string[] = [];
    venue.question = async (id) => void asked.push(id);
    await news.find();
    expect(asked).toHaveLength(10);
    expect([...(await finds(5))].sort()).toEqual([...ids].sort());
  });

  it('are not asked for while nothing is open', async () => {
    venue.openOrders = () => Promise.reject(new Error('asked'));
    expect(await news.find()).toEqual([]);
  });
});
