import { jest } from '@jest/globals';
import { bookDelta, FaultBench, ok } from '../testing/fault-bench';
import type { ApiAnswer } from './fault';

let bench: FaultBench;
beforeEach(() => (bench = new FaultBench()));
afterEach(() => bench.desk.stop());

const updates = (texts: readonly string[]): number[] => texts.map((text) => (JSON.parse(text) as { data: { u: number } }).data.u);
const deltas = [1, 2, 3, 4].map((update) => bookDelta(update));

describe('faults of the book', () => {
  it('lose one delta', () => {
    expect(updates(bench.arm({ fault: 'delta-lost', skip: 1 }).deliver(deltas))).toEqual([1, 3, 4]);
  });

  it('double one delta', () => {
    expect(updates(bench.arm({ fault: 'delta-duplicated', skip: 2 }).deliver(deltas))).toEqual([1, 2, 3, 3, 4]);
  });

  it('swap two deltas', () => {
    expect(updates(bench.arm({ fault: 'delta-reordered' }).deliver(deltas))).toEqual([2, 1, 3, 4]);
  });

  it('come together, the first armed being nearest to the client', () => {
    const got = bench.arm({ fault: 'delta-duplicated', count: 9 }, { fault: 'delta-lost', count: 1 }).deliver(deltas);
    expect(updates(got)).toEqual([2, 2, 3, 3, 4, 4]);
  });

  it('leave other symbols and other topics alone', () => {
    bench.arm(
      { fault: 'delta-lost', count: 9, target: { symbol: 'ETHUSDT' } },
      { fault: 'topic-stops', target: { topic: 'orderbook.1.*' } },
    );
    expect(updates(bench.deliver(deltas))).toEqual([1, 2, 3, 4]);
    expect(bench.deliver(['x'], { topic: 'orderbook.1.BTCUSDT' })).toEqual([]);
  });

  it('cross the book in one delta and mend it in the next', () => {
    const [first, second, third] = bench
      .arm({ fault: 'book-crossed' })
      .deliver(deltas)
      .map((text) => JSON.parse(text) as { data: object });
    expect(first?.data).toEqual({ s: 'BTCUSDT', b: [['1101', '1']], a: [['101', '1']], u: 1 });
    expect(second?.data).toEqual({ s: 'BTCUSDT', b: [['1101', '0']], a: [['101', '1']], u: 2 });
    expect(third?.data).toEqual({ s: 'BTCUSDT', b: [], a: [['101', '1']], u: 3 });
  });
});

describe('faults of a connection', () => {
  it('silence everything, or everything but pongs', () => {
    bench.arm({ fault: 'half-dead', target: {} });
    expect(bench.deliver(['data'])).toEqual([]);
    expect(bench.deliver(['pong'], { kind: 'pong', topic: '' })).toEqual(['pong']);
    bench.arm({ fault: 'silent-death' });
    expect(bench.deliver(['pong'], { kind: 'pong', topic: '' })).toEqual([]);
  });

  it('end when they are disarmed', () => {
    bench.arm({ fault: 'silent-death' });
    const [armed] = bench.desk.list();
    expect(bench.desk.disarm(armed!.id)).toBe(true);
    expect(bench.desk.disarm(armed!.id)).toBe(false);
    expect(bench.deliver(['data'])).toEqual(['data']);
    expect(bench.desk.isQuiet).toBe(true);
  });

  it('shift the clock while they are active', () => {
    bench.arm(
      { fault: 'clock-skew', after: 100, for: 50, with: { offsetMs: -10_000 } },
      { fault: 'clock-skew', with: { offsetMs: 1_300 } },
    );
    expect(bench.desk.clockOffset()).toBe(1_300);
    bench.now = 120;
    expect(bench.desk.clockOffset()).toBe(-8_700);
    bench.now = 160;
    expect(bench.desk.clockOffset()).toBe(1_300);
  });
});

describe('a fault that begins by itself', () => {
  const delisting = { fault: 'delisting', with: { symbol: 'BTCUSDT' } };
  const listed = 'setListed ["BTCUSDT","linear",true]';
  const closed = 'setListed ["BTCUSDT","linear",false]';
  const pass = async (milliseconds: number): Promise<void> => {
    bench.now += milliseconds;
    await jest.advanceTimersByTimeAsync(milliseconds);
  };

  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('puts back what it changed when it is disarmed', async () => {
    bench.arm(delisting);
    await pass(1);
    expect(bench.acts).toEqual([closed]);
    bench.desk.disarm();
    await pass(0);
    expect(bench.acts).toEqual([closed, listed]);
  });

  it('puts it back once when its time is over', async () => {
    bench.arm({ ...delisting, after: 100, for: 50 });
    await pass(101);
    expect(bench.acts).toEqual([closed]);
    await pass(50);
    expect(bench.acts).toEqual([closed, listed]);
    bench.desk.disarm();
    await pass(0);
    expect(bench.acts).toEqual([closed, listed]);
  });

  it('changes nothing when it is disarmed before', async () => {
    bench.arm({ ...delisting, after: 100 });
    bench.desk.disarm();
    await pass(200);
    expect(bench.acts).toEqual([]);
  });

  it('leaves nothing behind when the simulator stops', async () => {
    bench.arm({ ...delisting, after: 100 });
    bench.desk.stop();
    await pass(200);
    expect(bench.acts).toEqual([]);
  });
});

describe('faults of calls', () => {
  it('place an order and keep silent, once', async () => {
    let placed = 0;
    const place = (): ApiAnswer => (placed++, ok({ orderId: String(placed) }));
    bench.arm({ fault: 'create-unanswered-placed', with: { how: 'CUT' } });
    expect(await bench.call({}, place)).toBe('CUT');
    expect(await bench.call({}, place)).toEqual(ok({ orderId: '2' }));
    expect(placed).toBe(2);
  });

  it('keep an order from the venue', async () => {
    let placed = 0;
    expect(await bench.arm({ fault: 'create-unanswered-lost' }).call({}, () => (placed++, ok()))).toBe('HANG');
    expect(placed).toBe(0);
  });

  it('send a request twice and answer the second time', async () => {
    const answers = [ok({ orderId: 'a' }), { status: 200, body: { retCode: 110072 } }];
    expect(await bench.arm({ fault: 'create-twice' }).call({}, () => answers.shift()!)).toEqual({ status: 200, body: { retCode: 110072 } });
  });

  it('answer with an error although the order was placed', async () => {
    let placed = 0;
    const answer = await bench.arm({ fault: 'create-error-170146' }).call({}, () => (placed++, ok()));
    expect(answer).toMatchObject({ body: { retCode: 170146, retMsg: 'Order creation timeout' } });
    expect(placed).toBe(1);
  });

  it('hide a new order from queries for a while', async () => {
    bench.arm({ fault: 'order-not-yet-visible', with: { delayMs: 500 } });
    await bench.call({}, () => ok({ orderId: 'a' }));
    const look = (): Promise<unknown> =>
      bench.call({ path: '/v5/order/realtime' }, () => ok({ list: [{ orderId: 'a' }, { orderId: 'b' }] }));
    expect(await look()).toEqual(ok({ list: [{ orderId: 'b' }] }));
    bench.now = 501;
    expect(await look()).toEqual(ok({ list: [{ orderId: 'a' }, { orderId: 'b' }] }));
  });

  it('show an ended order as open for a while', async () => {
    bench.arm({ fault: 'stale-read', with: { forMs: 1_000 } });
    const look = (orderStatus: string): Promise<unknown> =>
      bench.call({ path: '/v5/order/realtime' }, () => ok({ list: [{ orderId: 'a', orderStatus }] }));
    await look('New');
    expect(await look('Cancelled')).toEqual(ok({ list: [{ orderId: 'a', orderStatus: 'New' }] }));
    bench.now = 1_000;
    expect(await look('Cancelled')).toEqual(ok({ list: [{ orderId: 'a', orderStatus: 'Cancelled' }] }));
  });

  it('come together, the first armed being nearest to the client', async () => {
    let placed = 0;
    bench.arm({ fault: 'rate-limited', target: { path: '/v5/order/create' } }, { fault: 'create-unanswered-placed' });
    expect(await bench.call({}, () => (placed++, ok()))).toMatchObject({ body: { retCode: 10006 } });
    expect(placed).toBe(0);
  });

  it('mean one account and one path only', async () => {
    bench.arm({ fault: 'rate-limited', target: { account: 'you', path: '/v5/order/create' } });
    expect(await bench.call({}, () => ok())).toEqual(ok());
    expect(await bench.call({ accountId: 'you', path: '/v5/order/cancel' }, () => ok())).toEqual(ok());
    expect(await bench.call({ accountId: 'you' }, () => ok())).toMatchObject({ body: { retCode: 10006 } });
  });
});

describe('faults of the private stream', () => {
  const order = (orderStatus: string): string =>
    JSON.stringify({ topic: 'order', data: [{ symbol: 'BTCUSDT', orderId: 'a', orderLinkId: 'l', orderStatus }] });
  const toMe = { hub: 'private', accountId: 'me', topic: 'order' } as const;

  it('swap two order events', () => {
    expect(bench.arm({ fault: 'order-events-reordered' }).deliver([order('New'), order('Filled')], toMe)).toEqual([
      order('Filled'),
      order('New'),
    ]);
  });

  it('keep a cancellation to themselves', () => {
    expect(bench.arm({ fault: 'cancel-event-lost' }).deliver([order('New'), order('Cancelled')], toMe)).toEqual([order('New')]);
  });

  it('repeat Filled when a filled order is cancelled', async () => {
    bench.arm({ fault: 'late-cancel-echo' }).deliver([order('Filled')], toMe);
    await bench.call({ path: '/v5/order/cancel', asked: { symbol: 'BTCUSDT', orderLinkId: 'l' } }, () => ({
      status: 200,
      body: { retCode: 110001 },
    }));
    expect(bench.acts).toHaveLength(1);
    expect(bench.acts[0]).toContain('"orderStatus":"Filled","cancelType":"CancelByUser","rejectReason":"EC_OrigClOrdIDDoesNotExist"');
  });
});
