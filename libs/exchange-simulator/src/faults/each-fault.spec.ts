import { jest } from '@jest/globals';
import { bookDelta, FaultBench, ok } from '../testing/fault-bench';
import type { OutFrame } from '../ws/frame';
import { FAULTS } from './catalogue';
import type { ApiAnswer, ApiCall } from './fault';

jest.useFakeTimers();

let bench: FaultBench;
beforeEach(() => (bench = new FaultBench()));
afterEach(() => bench.desk.stop());

type Try = () => unknown;

const toMe = { hub: 'private', accountId: 'me' } as const;
const message = (topic: string, item: object): string => JSON.stringify({ topic, data: [item] });
const candle = message('kline.1.BTCUSDT', { open: '100', close: '110', low: '90', confirm: true });
const ticker = JSON.stringify({ topic: 'tickers.BTCUSDT', data: { symbol: 'BTCUSDT', lastPrice: '100', bid1Price: '99' } });
const order = (orderStatus: string): string => message('order', { symbol: 'BTCUSDT', orderId: 'a', orderStatus });
const execution = (execId: string): string => message('execution', { symbol: 'BTCUSDT', execId });

function arm(fault: string, given: object = {}, more: object = {}): void {
  bench.arm({ fault, with: given, ...more });
}

/** What arrives at once, and what arrives later on the same connection. */
function passing(texts: readonly string[], frame: Partial<OutFrame>): { now: string[]; later: () => string[] } {
  const got = bench.deliver(texts, frame);
  const now = [...got];
  return {
    now,
    later: () => {
      jest.advanceTimersByTime(60_000);
      return got.slice(now.length);
    },
  };
}

/** Everything that reaches the client in the end, with how much of it came at once. */
function arrival(texts: readonly string[], frame: Partial<OutFrame>): [atOnce: number, all: string[]] {
  const { now, later } = passing(texts, frame);
  return [now.length, [...now, ...later()]];
}

async function asked(call: Partial<ApiCall> = {}, answer: () => ApiAnswer = () => ok()): Promise<unknown> {
  const done = bench.call(call, answer);
  await jest.advanceTimersByTimeAsync(60_000);
  return done;
}

async function acted(fault: string, given: object): Promise<readonly string[]> {
  arm(fault, given);
  await jest.advanceTimersByTimeAsync(10);
  expect(bench.failures).toEqual([]);
  return bench.acts;
}

const kline = { topic: 'kline.1.BTCUSDT' };
const tickers = { topic: 'tickers.BTCUSDT' };
const orders = { ...toMe, topic: 'order' };
const executions = { ...toMe, topic: 'execution' };
const pong = { hub: 'private', kind: 'pong', topic: '' } as const;
const auth = { hub: 'private', kind: 'auth', topic: '' } as const;
const subscription = { kind: 'subscription', topic: '' } as const;

function armed<T>(fault: string, given: object, act: () => T): T {
  arm(fault, given);
  return act();
}

const silences =
  (fault: string, texts: readonly string[], frame: Partial<OutFrame>, left: readonly string[]): Try =>
  () =>
    expect(armed(fault, {}, () => arrival(texts, frame)[1])).toEqual(left);

const delays =
  (fault: string, text: string, frame: Partial<OutFrame>): Try =>
  () =>
    expect(armed(fault, {}, () => arrival([text], frame))).toEqual([0, [text]]);

const doubles =
  (fault: string, text: string, frame: Partial<OutFrame>): Try =>
  () =>
    expect(armed(fault, {}, () => arrival([text], frame)[1])).toEqual([text, text]);

const swaps =
  (fault: string, first: string, second: string, frame: Partial<OutFrame>): Try =>
  () =>
    expect(armed(fault, {}, () => arrival([first, second], frame)[1])).toEqual([second, first]);

const answers =
  (fault: string, call: Partial<ApiCall>, expected: object): Try =>
  async () => {
    arm(fault);
    expect(await asked(call)).toMatchObject(expected);
  };

const acts =
  (fault: string, given: object, expected: string): Try =>
  async () =>
    expect(await acted(fault, given)).toEqual([expected]);

const mine = { account: 'me', symbol: 'BTCUSDT' };
const list =
  (...items: object[]): (() => ApiAnswer) =>
  () =>
    ok({ list: items });

const TRIES: Readonly<Record<string, Try>> = {
  'silent-death': silences('silent-death', ['x'], pongOn('public'), []),
  'half-dead': silences('half-dead', ['x'], {}, []),
  'topic-stops': silences('topic-stops', ['x'], {}, []),
  'delta-lost': silences('delta-lost', [bookDelta(1), bookDelta(2)], {}, [bookDelta(2)]),
  'delta-duplicated': doubles('delta-duplicated', bookDelta(1), {}),
  'delta-reordered': swaps('delta-reordered', bookDelta(1), bookDelta(2), {}),
  'book-restart': async () => expect((await acted('book-restart', {}))[0]).toMatch(/^restartBooks /),
  'book-crossed': () => expect(armed('book-crossed', {}, () => arrival([bookDelta(1)], {})[1][0])).toContain('"b":[["1101","1"]]'),
  'best-level-repeated': doubles('best-level-repeated', 'level', { topic: 'orderbook.1.BTCUSDT' }),
  burst: () => expect(armed('burst', { times: 3 }, () => arrival(['a', 'b'], tickers))).toEqual([0, ['a', 'a', 'a', 'b', 'b', 'b']]),
  'candle-late': delays('candle-late', candle, kline),
  'candle-corrected': () => expect(armed('candle-corrected', {}, () => arrival([candle], kline)[1][1])).toContain('"close":"100"'),
  'candle-lost': silences('candle-lost', [candle], kline, []),
  'ticker-blank': () =>
    expect(armed('ticker-blank', {}, () => arrival([ticker], tickers)[1][0])).toContain('"lastPrice":"100","bid1Price":""'),
  'price-collapse': () => expect(armed('price-collapse', {}, () => arrival([ticker], tickers)[1][0])).toContain('"lastPrice":"0"'),
  'create-unanswered-placed': async () => {
    arm('create-unanswered-placed');
    let placed = 0;
    expect(await asked({}, () => (placed++, ok()))).toBe('HANG');
    expect(placed).toBe(1);
  },
  'create-unanswered-lost': async () => {
    arm('create-unanswered-lost');
    let placed = 0;
    expect(await asked({}, () => (placed++, ok()))).toBe('HANG');
    expect(placed).toBe(0);
  },
  'create-twice': async () => {
    arm('create-twice');
    let placed = 0;
    expect(await asked({}, () => ok({ n: (placed += 1) }))).toEqual(ok({ n: 2 }));
  },
  'push-before-ack': async () => {
    arm('push-before-ack');
    let isAnswered = false;
    void bench.call({}, () => ok()).then(() => (isAnswered = true));
    await jest.advanceTimersByTimeAsync(400);
    expect(isAnswered).toBe(false);
    await jest.advanceTimersByTimeAsync(200);
    expect(isAnswered).toBe(true);
  },
  'ack-then-reject': async () => {
    arm('ack-then-reject');
    expect(await asked()).toEqual(ok());
    expect(bench.acts).toEqual(['rejectAfterAck ["me"]']);
  },
  'order-not-yet-visible': async () => {
    arm('order-not-yet-visible');
    await asked({}, () => ok({ orderId: 'a' }));
    expect(await asked({ path: '/v5/order/realtime' }, list({ orderId: 'a' }))).toEqual(ok({ list: [] }));
  },
  'create-error-10016': answers('create-error-10016', {}, { body: { retCode: 10016 } }),
  'create-error-10000': answers('create-error-10000', {}, { body: { retCode: 10000 } }),
  'create-error-170007': answers('create-error-170007', {}, { body: { retCode: 170007 } }),
  'create-error-170146': answers('create-error-170146', {}, { body: { retCode: 170146 } }),
  'cancel-error-170147': answers('cancel-error-170147', { path: '/v5/order/cancel' }, { body: { retCode: 170147 } }),
  'batch-item-fails': async () => {
    arm('batch-item-fails');
    const request = [{ qty: '1' }, { qty: '1' }];
    await asked({ path: '/v5/order/create-batch', asked: { request } });
    expect(request).toEqual([{ qty: '1' }, { qty: '0.000000000001' }]);
  },
  'filters-change': acts(
    'filters-change',
    { symbol: 'BTCUSDT', filters: { minNotional: '50' } },
    'changeInstrument ["BTCUSDT","linear",{"minNotional":"50"}]',
  ),
  'amend-late': async () => {
    arm('amend-late');
    let isAmended = false;
    void bench.call({ path: '/v5/order/amend' }, () => ((isAmended = true), ok()));
    await jest.advanceTimersByTimeAsync(400);
    expect(isAmended).toBe(false);
    await jest.advanceTimersByTimeAsync(200);
    expect(isAmended).toBe(true);
  },
  'cancel-unanswered': async () => {
    arm('cancel-unanswered', { how: 'CUT' });
    expect(await asked({ path: '/v5/order/cancel' })).toBe('CUT');
  },
  'stale-read': async () => {
    arm('stale-read');
    const look = (orderStatus: string): Promise<unknown> => asked({ path: '/v5/order/realtime' }, list({ orderId: 'a', orderStatus }));
    await look('New');
    expect(await look('Filled')).toEqual(ok({ list: [{ orderId: 'a', orderStatus: 'New' }] }));
  },
  'execution-late': delays('execution-late', execution('1'), executions),
  'execution-duplicated': doubles('execution-duplicated', execution('1'), executions),
  'execution-lost': silences('execution-lost', [execution('1'), execution('2')], executions, [execution('2')]),
  'executions-reordered': swaps('executions-reordered', execution('1'), execution('2'), executions),
  'order-events-reordered': swaps('order-events-reordered', order('New'), order('Filled'), orders),
  'order-event-duplicated': doubles('order-event-duplicated', order('New'), orders),
  'cancel-event-lost': silences('cancel-event-lost', [order('New'), order('Cancelled')], orders, [order('New')]),
  'late-cancel-echo': async () => {
    arm('late-cancel-echo');
    bench.deliver([order('Filled')], orders);
    await asked({ path: '/v5/order/cancel', asked: { orderId: 'a' } });
    expect(bench.acts[0]).toContain('EC_OrigClOrdIDDoesNotExist');
  },
  'trigger-refused': acts('trigger-refused', { account: 'me' }, 'refuseNextTrigger ["me"]'),
  'unknown-instrument': () =>
    expect(armed('unknown-instrument', {}, () => arrival([order('New')], orders)[1][1])).toContain('"symbol":"NEWCOINUSDT"'),
  'history-cut': async () => {
    arm('history-cut', { windowMs: 1_000 });
    bench.now = 10_000;
    const items = [{ execTime: '9500' }, { execTime: '8000' }];
    expect(await asked({ path: '/v5/execution/list' }, list(...items))).toEqual(ok({ list: [{ execTime: '9500' }] }));
  },
  liquidation: acts('liquidation', mine, 'liquidate ["me","BTCUSDT","LIQUIDATION"]'),
  'auto-deleveraging': acts('auto-deleveraging', mine, 'liquidate ["me","BTCUSDT","AUTO_DELEVERAGING"]'),
  'foreign-order': acts(
    'foreign-order',
    { ...mine, qty: '1' },
    'placeOrder ["me",{"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Market","qty":"1"}]',
  ),
  'funding-now': acts('funding-now', { symbol: 'BTCUSDT' }, 'payFunding ["BTCUSDT","0.0001"]'),
  'position-mode-switched': acts('position-mode-switched', { account: 'me' }, 'setHedged ["me",true]'),
  delisting: acts('delisting', { symbol: 'BTCUSDT' }, 'setListed ["BTCUSDT","linear",false]'),
  'clock-skew': () => expect(armed('clock-skew', { offsetMs: -500 }, () => bench.desk.clockOffset())).toBe(-500),
  slow: async () => {
    arm('slow', { entryMs: 100, ackMs: 200 });
    const steps: string[] = [];
    void bench.call({}, () => (steps.push('reached'), ok())).then(() => steps.push('answered'));
    await jest.advanceTimersByTimeAsync(99);
    expect(steps).toEqual([]);
    await jest.advanceTimersByTimeAsync(2);
    expect(steps).toEqual(['reached']);
    await jest.advanceTimersByTimeAsync(200);
    expect(steps).toEqual(['reached', 'answered']);
  },
  'rate-limited': answers('rate-limited', {}, { status: 200, body: { retCode: 10006 }, headers: { 'X-Bapi-Limit-Status': '0' } }),
  'http-429': answers('http-429', {}, { status: 429 }),
  'http-403': answers('http-403', {}, { status: 403 }),
  maintenance: answers('maintenance', {}, { status: 503 }),
  'connect-refused': () => expect(armed('connect-refused', {}, () => bench.desk.connect('public'))).toMatchObject({ status: 503 }),
  disconnect: acts('disconnect', { hub: 'private' }, 'closeConnections [{"hub":"private"}]'),
  'auth-rejected': () => expect(armed('auth-rejected', {}, () => arrival(['{"success":true}'], auth)[1][0])).toContain('"success":false'),
  'auth-late': delays('auth-late', '{"success":true}', auth),
  'subscribe-refused': () => {
    arm('subscribe-refused');
    expect(arrival(['{"success":true}'], subscription)[1][0]).toContain('"success":false');
    expect(bench.deliver(['data'])).toEqual([]);
  },
  'topics-not-restored': () => {
    arm('topics-not-restored');
    expect(arrival(['{"success":true}'], { ...subscription, ...toMe })[1]).toEqual(['{"success":true}']);
    expect(bench.deliver(['data'], orders)).toEqual([]);
  },
  'service-restart': async () => {
    arm('service-restart');
    expect(await asked({ channel: 'ws' })).toMatchObject({ body: { retCode: 10019 } });
    expect(bench.acts).toEqual(['closeConnections [{"hub":"trade","accountId":"me"}]']);
  },
  'pong-late': delays('pong-late', 'pong', pong),
};

function pongOn(hub: 'public'): Partial<OutFrame> {
  return { hub, kind: 'pong', topic: '' };
}

describe('each fault does what its title says', () => {
  it('and is tried here', () => {
    expect(Object.keys(TRIES).sort()).toEqual([...FAULTS.keys()].sort());
  });

  it.each([...FAULTS.values()].map(({ name, title }) => [name, title]))('%s: %s', async (name) => {
    await TRIES[name]?.();
  });
});
