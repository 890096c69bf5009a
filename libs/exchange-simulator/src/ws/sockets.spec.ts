import { csvOf, SimulatorHarness, until, waves, type Client, type Socket } from '../testing/with-simulator';
import { ask, told, tradeSocket, type Answer } from './testing/ask';

const harness = new SimulatorHarness();
afterEach(() => harness.cleanUp());

async function linear(speed = 1, more: Parameters<SimulatorHarness['start']>[1] = {}): Promise<Client> {
  const file = await harness.file(csvOf(waves(2_000)));
  return (await harness.start({ kind: 'replay', file, speed }, more)).login();
}

async function spot(speed = 1): Promise<Client> {
  const file = await harness.file(csvOf(waves(2_000)), 'BTCUSDT_spot_1m.csv');
  return (await harness.start({ kind: 'replay', file, speed })).login();
}

function subscribe(...args: readonly string[]): object {
  return { op: 'subscribe', args };
}

const MARKET_ORDER = { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '0.01' };

describe('a ping', () => {
  it.each([
    ['/v5/public/linear', { success: true, ret_msg: 'pong', conn_id: expect.any(String), req_id: '', op: 'ping' }],
    ['/v5/public/inverse', { success: true, ret_msg: 'pong', conn_id: expect.any(String), req_id: '', op: 'ping' }],
    ['/v5/public/spot', { success: true, ret_msg: 'pong', conn_id: expect.any(String), op: 'ping' }],
    ['/v5/public/option', { args: [expect.stringMatching(/^\d{13}$/)], op: 'pong' }],
    ['/v5/private', { op: 'pong', args: [expect.stringMatching(/^\d{13}$/)], conn_id: expect.any(String) }],
    ['/v5/trade', { retCode: 0, retMsg: 'OK', op: 'pong', data: [expect.stringMatching(/^\d{13}$/)], connId: expect.any(String) }],
  ])('on %s gets the pong of that stream', async (path, pong) => {
    const socket = await (await linear()).socket(path);
    expect(await ask(socket, { op: 'ping' })).toEqual(pong);
  });

  it('gets its id back, a number as text', async () => {
    const client = await linear();
    for (const path of ['/v5/public/linear', '/v5/public/spot', '/v5/private'])
      expect(await ask(await client.socket(path), { op: 'ping', req_id: 7 })).toMatchObject({ req_id: '7' });
  });
});

describe('a public subscription', () => {
  it.each([
    [subscribe('orderbook.7.BTCUSDT'), 'error:handler not found,topic:orderbook.7.BTCUSDT'],
    [subscribe('orderbook.500.BTCUSDT'), 'error:handler not found,topic:orderbook.500.BTCUSDT'],
    [subscribe('tickers.BTCUSDT', 'orderbook.50.NOPEUSDT'), 'error:handler not found,topic:orderbook.50.NOPEUSDT'],
    [subscribe('order'), 'error:handler not found,topic:order'],
    [subscribe('kline.7.BTCUSDT'), 'error:handler not found,topic:kline.7.BTCUSDT'],
    [subscribe('kline.toString.BTCUSDT'), 'error:handler not found,topic:kline.toString.BTCUSDT'],
    [subscribe(), 'Params Error'],
    [{ op: 'subscribe', args: 'tickers.BTCUSDT' }, 'Params Error'],
    [{ op: 'dance' }, 'error:invalid op'],
    ['hello', 'Failed to decode incoming data:readObjectStart: expect { or n, but found h'],
    ['[]', 'Failed to decode incoming data:readObjectStart: expect { or n, but found ['],
  ])('%j is refused with "%s", and the connection goes on', async (frame, problem) => {
    const socket = await (await linear()).socket('/v5/public/linear');
    expect(await ask(socket, frame)).toMatchObject({ success: false, ret_msg: problem, req_id: '' });
    expect(await ask(socket, subscribe('tickers.BTCUSDT'))).toMatchObject({ success: true, ret_msg: '', op: 'subscribe' });
  });

  it('is refused the second time on futures while the first goes on', async () => {
    const socket = await (await linear(60)).socket('/v5/public/linear');
    const names = [
      'tickers.BTCUSDT',
      'orderbook.1.BTCUSDT',
      'publicTrade.BTCUSDT',
      'insurance.USDT',
      'adlAlert.USDT',
      'priceLimit.BTCUSDT',
    ];
    expect(await ask(socket, { ...subscribe(...names), callerMethodName: 'watchOHLCV', req_id: 'a' })).toMatchObject({
      success: true,
      req_id: 'a',
    });
    const again = await ask(socket, subscribe('orderbook.1.BTCUSDT'));
    expect(again).toMatchObject({ success: false, ret_msg: 'error:already subscribed,topic:orderbook.1.BTCUSDT' });
    const before = told(socket, 'orderbook.1.BTCUSDT').length;
    await until(() => told(socket, 'orderbook.1.BTCUSDT').length > before);
  });

  it('can be ended, also one that never was', async () => {
    const socket = await (await linear(600)).socket('/v5/public/linear');
    await ask(socket, subscribe('orderbook.50.BTCUSDT', 'tickers.BTCUSDT'));
    const args = ['orderbook.500.BTCUSDT', 'orderbook.50.BTCUSDT'];
    expect(await ask(socket, { op: 'unsubscribe', args, req_id: '3' })).toMatchObject({
      success: true,
      ret_msg: '',
      req_id: '3',
      op: 'unsubscribe',
    });
    const after = told(socket, 'orderbook.50.BTCUSDT').length;
    const tickers = told(socket, 'tickers.BTCUSDT').length;
    await until(() => told(socket, 'tickers.BTCUSDT').length > tickers + 3);
    expect(told(socket, 'orderbook.50.BTCUSDT')).toHaveLength(after);
  });

  it('of spot has other texts, and ten topics at most', async () => {
    const socket = await (await spot()).socket('/v5/public/spot');
    const eleven = ['1', '3', '5', '15', '30', '60', '120', '240', '360', '720', 'D'].map((code) => `kline.${code}.BTCUSDT`);
    expect(await ask(socket, subscribe(...eleven))).toEqual({
      success: false,
      ret_msg: 'args size >10',
      conn_id: expect.any(String),
      op: 'subscribe',
    });
    expect(await ask(socket, subscribe(...eleven.slice(1)))).toMatchObject({ success: true, ret_msg: 'subscribe' });
    expect(await ask(socket, subscribe('orderbook.50.NOPEUSDT'))).toMatchObject({ ret_msg: 'Invalid symbol :[orderbook.50.NOPEUSDT]' });
    expect(await ask(socket, subscribe('invalid.topic.BTCUSDT'))).toMatchObject({ ret_msg: 'Invalid topic: invalid.topic.BTCUSDT' });
    expect(await ask(socket, subscribe('allLiquidation.BTCUSDT'))).toMatchObject({ success: false });
  });

  it('of the system status is taken', async () => {
    const socket = await (await linear()).socket('/v5/public/misc/status');
    expect(await ask(socket, subscribe('system.status'))).toMatchObject({ success: true, op: 'subscribe' });
    expect(await ask(socket, subscribe('tickers.BTCUSDT'))).toMatchObject({ success: false });
  });

  it('of options names what failed', async () => {
    const socket = await (await linear()).socket('/v5/public/option');
    expect(await ask(socket, subscribe('tickers.BTC-6JAN23-17500-C'))).toEqual({
      success: false,
      conn_id: expect.any(String),
      type: 'COMMAND_RESP',
      data: { failTopics: ['tickers.BTC-6JAN23-17500-C'], successTopics: [] },
    });
  });

  it('is refused when the names on the connection grow too long', async () => {
    const socket = await (await linear()).socket('/v5/public/linear');
    const tooLong = Array.from({ length: 1_200 }, () => 'orderbook.50.BTCUSDT');
    expect(await ask(socket, subscribe(...tooLong))).toMatchObject({ success: false, ret_msg: 'args length >21000' });
  });

  it('may come as a binary frame', async () => {
    const socket = await (await linear()).socket('/v5/public/linear');
    socket.send(Buffer.from(JSON.stringify(subscribe('tickers.BTCUSDT'))));
    expect(await socket.next(({ op }) => op === 'subscribe')).toMatchObject({ success: true });
  });
});

describe('public messages', () => {
  it('a book put together from deltas is, at every u, the book that a newcomer gets', async () => {
    const client = await linear(600);
    const [one, other] = [await client.socket('/v5/public/linear'), await client.socket('/v5/public/linear')];
    const topic = 'orderbook.50.BTCUSDT';
    await ask(one, subscribe(topic));
    for (let round = 0; round < 10; round += 1) {
      // Orders of clients stand in the book too, the best price included.
      const [{ bid1Price } = {}] = (await client.open('/v5/market/tickers?category=linear&symbol=BTCUSDT')).result.list;
      await client.order({ orderType: 'Limit', qty: '0.123', price: bid1Price, timeInForce: 'PostOnly' });
      const before = told(one, topic).length;
      await until(() => told(one, topic).length > before + 5);
      await ask(other, subscribe(topic));
      await until(() => told(other, topic).length > 0);
      await ask(other, { op: 'unsubscribe', args: [topic] });
    }
    const books = booksOf(told(one, topic));
    const snapshots = told(other, topic).filter(({ type }) => type === 'snapshot');
    expect(snapshots).toHaveLength(10);
    for (const { data } of snapshots as unknown as BookFrame[]) expect(books.get(data.u)).toEqual({ b: data.b, a: data.a });
    for (const { b, a } of books.values()) expect(Number(b[0]?.[0] ?? 0)).toBeLessThan(Number(a[0]?.[0] ?? Infinity));
  });

  it('every candle that closes is confirmed once, and trades come in order', async () => {
    const socket = await (await linear(1_200)).socket('/v5/public/linear');
    await ask(socket, subscribe('kline.1.BTCUSDT', 'kline.5.BTCUSDT', 'publicTrade.BTCUSDT'));
    const confirmed = (topic: string): number[] =>
      told(socket, topic).flatMap(({ data }) =>
        (data as { confirm: boolean; start: number }[]).filter(({ confirm }) => confirm).map(({ start }) => start),
      );
    await until(() => confirmed('kline.5.BTCUSDT').length >= 3);
    const starts = confirmed('kline.1.BTCUSDT');
    expect(starts).toEqual(starts.map((_, index) => starts[0]! + index * 60_000));
    const trades = told(socket, 'publicTrade.BTCUSDT').flatMap(({ data }) => data as { T: number }[]);
    expect(trades.map(({ T }) => T)).toEqual(trades.map(({ T }) => T).sort((a, b) => a - b));
  });

  it('linear tickers tell what changed, added up they are the newest ticker', async () => {
    const client = await linear(60);
    const [one, other] = [await client.socket('/v5/public/linear'), await client.socket('/v5/public/linear')];
    await ask(one, subscribe('tickers.BTCUSDT'));
    await until(() => told(one, 'tickers.BTCUSDT').length > 5);
    await ask(other, subscribe('tickers.BTCUSDT'));
    await until(() => told(other, 'tickers.BTCUSDT').length > 0);
    const [first, ...deltas] = told(one, 'tickers.BTCUSDT') as { type: string; ts: number; data: Record<string, string> }[];
    expect([first!.type, new Set(deltas.map(({ type }) => type))]).toEqual(['snapshot', new Set(['delta'])]);
    expect(deltas.every(({ data }) => data['symbol'] === 'BTCUSDT' && !('fundingIntervalHour' in data))).toBe(true);
    const fresh = told(other, 'tickers.BTCUSDT')[0] as { data: Record<string, string> };
    const states = deltas.reduce((list, { data }) => [...list, { ...list.at(-1)!, ...data }], [first!.data]);
    expect(states).toContainEqual(fresh.data);
  });

  it('spot tickers are snapshots without best prices, and spot trades have no direction', async () => {
    const socket = await (await spot(60)).socket('/v5/public/spot');
    await ask(socket, subscribe('tickers.BTCUSDT', 'publicTrade.BTCUSDT', 'orderbook.1.BTCUSDT'));
    await until(() => told(socket, 'tickers.BTCUSDT').length > 3 && told(socket, 'publicTrade.BTCUSDT').length > 0);
    for (const { type, data } of told(socket, 'tickers.BTCUSDT')) {
      expect(type).toBe('snapshot');
      expect(Object.keys(data as object)).not.toContain('bid1Price');
    }
    expect((told(socket, 'publicTrade.BTCUSDT')[0]!['data'] as object[])[0]).not.toHaveProperty('L');
    expect(Object.keys(told(socket, 'orderbook.1.BTCUSDT')[0]!)).toEqual(['topic', 'ts', 'type', 'data', 'cts']);
  });
});

describe('a private connection', () => {
  it.each([
    [[], 10001, 'Params Error'],
    [['key', String(Date.now() - 1), 'ff'], 10001, 'Params Error'],
    [['key', 'soon', 'ff'], 10001, 'Params Error'],
    [['key', Date.now() + 100_000, 'ff'], 10003, 'Invalid apikey'],
  ])('is not let in with %j', async (args, retCode, text) => {
    const client = await linear();
    const refused = await ask(await client.socket('/v5/private'), { op: 'auth', args, req_id: 'x' });
    expect(refused).toMatchObject({ success: false, ret_msg: text, op: 'auth', req_id: 'x', retCode, retMsg: text });
    expect(await ask(await client.socket('/v5/trade'), { op: 'auth', args })).toMatchObject({ retCode, retMsg: text, op: 'auth' });
  });

  it('takes part of a request whose topics are of both kinds', async () => {
    const socket = await (await linear()).signedSocket();
    expect(await ask(socket, subscribe('order', 'order.linear', 'ticketInfo'))).toMatchObject({
      success: false,
      ret_msg:
        'Batch subscription partially succeeded and partially failed.Successful subscriptions are as follows:[order]. Subscription to the following ' +
        'topics failed because the topic does not exist or there is a subscription conflict:[order.linear ticketInfo].',
    });
    expect(await ask(socket, subscribe('execution.linear', 'execution.fast', 'greeks', 'dcp.future'))).toMatchObject({
      success: true,
      ret_msg: '',
    });
    expect(await ask(socket, { op: 'nothing' })).toMatchObject({ success: false, ret_msg: 'Params Error' });
    expect(await ask(socket, '{')).toMatchObject({ success: false, ret_msg: 'Params Error' });
  });

  it('hears of an order by category, of its execution fast, and of its position with every change of the order', async () => {
    const client = await linear();
    const socket = await client.signedSocket();
    await ask(socket, subscribe('order.linear', 'execution.fast.linear', 'position', 'wallet'));
    const { result } = await client.order({ orderType: 'Limit', price: '90000', orderLinkId: 'rests' });
    await client.post('/v5/order/cancel', { category: 'linear', symbol: 'BTCUSDT', orderId: result['orderId'] });
    const topics = (): string[] => socket.frames.flatMap(({ topic }) => topic ?? []);
    await until(() => topics().length >= 6);
    expect(topics()).toEqual(['order.linear', 'position', 'wallet', 'order.linear', 'position', 'wallet']);
    await client.order({ orderLinkId: 'fills' });
    await until(() => told(socket, 'wallet').length > 2);
    const [fast] = told(socket, 'execution.fast.linear') as { data: object[] }[];
    expect(fast!.data).toEqual([expect.objectContaining({ execQty: '0.01', isMaker: false, orderLinkId: 'fills' })]);
    expect(Object.keys(fast!)).toEqual(['topic', 'creationTime', 'data']);
  });

  it('and a trade connection are cut after ten quiet minutes, or after the time they asked for', async () => {
    let ahead = 0;
    const file = await harness.file(csvOf(waves(200)));
    const monotonic = (): number => performance.now() + ahead;
    const client = await harness.start({ kind: 'replay', file, speed: 0.001 }, { monotonic });
    const [patient, hasty] = [await client.socket('/v5/private'), await client.socket('/v5/trade?max_active_time=30s')];
    const cut: string[] = [];
    patient.onClose(() => cut.push('patient'));
    hasty.onClose(() => cut.push('hasty'));
    ahead = 31_000;
    await until(() => cut.length === 1);
    ahead = 601_000;
    await until(() => cut.length === 2);
    expect(cut).toEqual(['hasty', 'patient']);
  });
});

describe('disconnect protection', () => {
  it('cancels the orders of a product once the last connection that guards it is gone for the whole window', async () => {
    const client = await linear();
    const [guard, plain] = [await client.signedSocket(), await client.signedSocket()];
    await ask(guard, subscribe('dcp.future'));
    await ask(plain, subscribe('order'));
    await client.post('/v5/order/disconnected-cancel-all', { product: 'DERIVATIVES', timeWindow: 3 });
    await client.order({ orderType: 'Limit', price: '90000', orderLinkId: 'guarded' });
    guard.close();
    const last = (): unknown => (told(plain, 'order').at(-1) as { data: Record<string, unknown>[] } | undefined)?.data[0];
    await until(() => (last() as { orderStatus?: string } | undefined)?.orderStatus === 'Cancelled');
    expect(last()).toMatchObject({ orderLinkId: 'guarded', cancelType: 'CancelByDCP' });
  });
});

it('more connections than an address may open are refused', async () => {
  const client = await linear(1, { connectionLimits: { newConnections: 2 } });
  await client.socket('/v5/public/linear');
  await client.socket('/v5/private');
  await expect(client.socket('/v5/private')).rejects.toThrow('403');
});

describe('order entry', () => {
  it('needs a login, once', async () => {
    const client = await linear();
    const stranger = await client.socket('/v5/trade');
    const header = { 'X-BAPI-TIMESTAMP': String(Date.now()) };
    expect(await ask(stranger, { op: 'order.create', header, args: [MARKET_ORDER] })).toMatchObject({ retCode: 10005, data: {} });
    const socket = await client.signedSocket('/v5/trade');
    const again = await ask(socket, { op: 'auth', args: ['key', Date.now() + 5_000, 'ff'], reqId: 'r' });
    expect(again).toMatchObject({ retCode: 20001, retMsg: 'Repeat auth', op: 'auth', reqId: 'r' });
  });

  it('answers with the limits of the account and repeats the id of the request', async () => {
    const trade = await tradeSocket(await linear(1, { rateTier: 'default' }));
    const answer = await trade('order.create', [{ ...MARKET_ORDER, orderLinkId: 'over-ws' }], { reqId: 'r1' });
    expect(answer).toEqual({
      reqId: 'r1',
      retCode: 0,
      retMsg: 'OK',
      op: 'order.create',
      connId: expect.any(String),
      retExtInfo: {},
      data: { orderId: expect.any(String), orderLinkId: 'over-ws' },
      header: {
        'X-Bapi-Limit': '10',
        'X-Bapi-Limit-Status': '9',
        'X-Bapi-Limit-Reset-Timestamp': expect.stringMatching(/^\d{13}$/),
        Traceid: expect.stringMatching(/^[0-9a-f]{32}$/),
        Timenow: expect.stringMatching(/^\d{13}$/),
      },
    });
  });

  it('shares the rate limit of REST', async () => {
    const trade = await tradeSocket(await linear(1, { rateTier: 'default' }));
    const answers: Answer[] = [];
    for (let n = 0; n < 12; n += 1) answers.push(await trade('order.cancel', [{ category: 'linear', symbol: 'BTCUSDT', orderId: 'none' }]));
    expect(new Set(answers.map(({ retCode }) => retCode))).toEqual(new Set([110001, 10006]));
  });

  it.each([
    ['order.dance', [MARKET_ORDER], {}, 10404],
    ['subscribe', ['order'], {}, 10404],
    ['order.create', [{ ...MARKET_ORDER, category: 'coffee' }], {}, 10404],
    ['order.create', [], {}, 10001],
    ['order.create', [MARKET_ORDER, MARKET_ORDER], {}, 10001],
    ['order.create', 'x', {}, 10001],
    ['order.create', [MARKET_ORDER], { header: {} }, 10002],
    ['order.create', [MARKET_ORDER], { header: null }, 10002],
    ['order.create', [MARKET_ORDER], { header: { 'X-BAPI-TIMESTAMP': String(Date.now() - 60_000) } }, 10002],
    ['order.create', [MARKET_ORDER], { reqId: 'x'.repeat(37) }, 10001],
    ['order.create', [MARKET_ORDER], { reqId: {} }, 10001],
  ])('refuses %s with %j and %j with %i', async (op, args, more, retCode) => {
    const trade = await tradeSocket(await linear());
    expect(await trade(op, args, more)).toMatchObject({ retCode, op });
  });

  it('takes an id once per connection', async () => {
    const trade = await tradeSocket(await linear());
    expect(await trade('order.create', [MARKET_ORDER], { reqId: 'same' })).toMatchObject({ retCode: 0 });
    expect(await trade('order.create', [MARKET_ORDER], { reqId: 'same' })).toMatchObject({ retCode: 20006, reqId: 'same' });
  });

  it('answers what is no JSON', async () => {
    const socket: Socket = await (await linear()).signedSocket('/v5/trade');
    expect(await ask(socket, 'hello')).toMatchObject({ retCode: 10001, retMsg: 'Params Error' });
  });
});

type Row = readonly [price: string, size: string];

interface BookFrame {
  readonly type: string;
  readonly data: { readonly u: number; readonly b: readonly Row[]; readonly a: readonly Row[] };
}

/** The book after each message, by its `u`; throws where `u` does not rise by one. */
function booksOf(frames: readonly Answer[]): ReadonlyMap<number, { readonly b: readonly Row[]; readonly a: readonly Row[] }> {
  const [bids, asks] = [new Map<string, string>(), new Map<string, string>()];
  const books = new Map<number, { readonly b: readonly Row[]; readonly a: readonly Row[] }>();
  let last: number | undefined;
  for (const { type, data } of frames as unknown as BookFrame[]) {
    if (type === 'delta' && data.u !== last! + 1) throw new Error(`u ${data.u} came after ${last}`);
    last = data.u;
    for (const [side, rows] of [[bids, data.b] as const, [asks, data.a] as const])
      for (const [price, size] of rows)
        if (size === '0') side.delete(price);
        else side.set(price, size);
    books.set(last, { b: sorted(bids, -1), a: sorted(asks, 1) });
  }
  return books;
}

function sorted(side: ReadonlyMap<string, string>, direction: 1 | -1): Row[] {
  return [...side].sort(([one], [other]) => (Number(one) - Number(other)) * direction);
}
