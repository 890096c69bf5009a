import { ClientIdMemory } from './client-id-memory';
import { OrderStore } from './order-store';
import { AccountBench } from './testing/account-bench';

describe('OrderStore', () => {
  const bench = new AccountBench();
  const named = (id: string, clientOrderId: string, market = bench.btc) =>
    bench.order('BUY', '1', '100', { id, market, more: { clientOrderId } });

  it('finds an order by the id of the venue or, within a category, by that of the client', () => {
    const store = new OrderStore(10);
    store.put(named('one', 'mine'));
    store.put(named('two', 'mine', bench.spot));
    expect(store.find({ market: 'linear:ETHUSDT', clientOrderId: 'mine' })!.orderId).toBe('one');
    expect(store.find({ market: 'spot:BTCUSDT', clientOrderId: 'mine' })!.orderId).toBe('two');
    expect(store.find({ market: '', orderId: 'one' })!.orderId).toBe('one');
    expect(store.find({ market: 'linear:BTCUSDT', clientOrderId: '' })).toBeUndefined();
  });

  it('forgets the orders that were closed first, never an open one, and no client id at all', () => {
    const store = new OrderStore(2);
    const open = named('open', 'open');
    store.put(open);
    for (const id of ['a', 'b', 'c']) store.put({ ...named(id, `my-${id}`), status: 'CANCELLED' });
    expect([...store.all()].map(({ orderId }) => orderId)).toEqual(['b', 'c', 'open']);
    expect(store.find({ market: 'linear:BTCUSDT', clientOrderId: 'my-a' })).toBeUndefined();
    expect(['my-a', 'my-b', 'open', 'my-d'].map((id) => store.hasUsed('linear:BTCUSDT', id))).toEqual([true, true, true, false]);
    expect(store.hasUsed('spot:BTCUSDT', 'my-a')).toBe(false);
  });

  it('keeps the newest value of an order', () => {
    const store = new OrderStore(2);
    const order = named('one', '');
    store.put(order);
    store.put({ ...order, status: 'FILLED' });
    expect(store.open.size).toBe(0);
    expect(store.get('one')!.status).toBe('FILLED');
  });
});

describe('ClientIdMemory', () => {
  it('knows every id it was given, through growth and a restart, and no other', () => {
    const memory = new ClientIdMemory();
    const ids = Array.from({ length: 20_000 }, (_, n) => `linear:order-${n}`);
    for (const id of ids) memory.add(id);
    memory.add(ids[0]!);
    expect(memory.size).toBe(ids.length);
    const again = new ClientIdMemory();
    again.restore(memory.fingerprints());
    expect(ids.every((id) => again.has(id))).toBe(true);
    expect(ids.some((id) => again.has(`${id}x`))).toBe(false);
  });
});
