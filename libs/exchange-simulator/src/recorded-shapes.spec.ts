import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvOf, SimulatorHarness, waves, type Client, type Frame } from './testing/with-simulator';

const RECORDED = join(process.cwd(), '../shared/data/ws-recordings/bybit-v5');
const recordedOrSkip = existsSync(RECORDED) ? describe : describe.skip;

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const harness = new SimulatorHarness();
let client: Client;
let publicFrames: readonly Frame[] = [];
let privateFrames: readonly Frame[] = [];

function recorded(name: string): Json {
  return JSON.parse(readFileSync(join(RECORDED, `${name}.json`), 'utf8')) as Json;
}

/** Fields that the sample has and the answer lacks or holds as another JSON type, as paths. */
function missing(answer: Json | undefined, sample: Json, path = ''): string[] {
  if (sample === null) return answer === undefined ? [`${path} is absent`] : [];
  if (answer === undefined) return [`${path} is absent`];
  const [is, wants] = [kindOf(answer), kindOf(sample)];
  if (is !== wants) return answer === null ? [] : [`${path} is ${is}, recorded ${wants}`];
  if (Array.isArray(sample))
    return sample.length === 0 ? [] : (answer as Json[]).slice(0, 1).flatMap((item) => missing(item, (sample as Json[])[0]!, `${path}[]`));
  if (kindOf(sample) !== 'object') return [];
  return Object.entries(sample as object).flatMap(([name, value]) =>
    missing((answer as Record<string, Json>)[name], value as Json, `${path}.${name}`),
  );
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

recordedOrSkip('every field of the recorded messages (skipped where ../shared/data is absent)', () => {
  beforeAll(async () => {
    const file = await harness.file(csvOf(waves(2_000)));
    client = await (await harness.start({ kind: 'replay', file, speed: 600 })).login();
    const [market, own] = [await client.socket('/v5/public/linear'), await client.signedSocket()];
    await own.subscribe('order', 'execution', 'execution.fast', 'position', 'wallet');
    await market.subscribe('orderbook.1.BTCUSDT', 'orderbook.50.BTCUSDT', 'kline.5.BTCUSDT', 'publicTrade.BTCUSDT', 'tickers.BTCUSDT');
    await client.order({ orderLinkId: 'sample' });
    await client.order({ orderType: 'Limit', price: '90000', orderLinkId: 'open' });
    await own.next(({ topic }) => topic === 'wallet');
    for (const topic of ['kline.5.BTCUSDT', 'publicTrade.BTCUSDT']) await market.next((frame) => frame.topic === topic);
    await market.next(({ type }) => type === 'delta');
    publicFrames = market.frames;
    privateFrames = own.frames;
  });
  afterAll(() => harness.cleanUp());

  it.each([
    ['http_get_instruments_linear', '/v5/market/instruments-info', { category: 'linear' }],
    ['http_get_instruments_linear_symbol_type', '/v5/market/instruments-info', { category: 'linear' }],
    ['http_get_instruments_inverse', '/v5/market/instruments-info', { category: 'inverse' }],
    ['http_get_instruments_option', '/v5/market/instruments-info', { category: 'option' }],
    ['http_get_funding_history', '/v5/market/funding/history', { category: 'linear', symbol: 'BTCUSDT' }],
    ['http_get_user_query_api', '/v5/user/query-api', {}],
    ['http_get_user_sub_members', '/v5/user/query-sub-members', {}],
    ['http_get_user_sub_members_paged', '/v5/user/submembers', {}],
    ['http_get_user_escrow_sub_members', '/v5/user/escrow_sub_members', {}],
    ['http_get_klines_linear', '/v5/market/kline', { category: 'linear', symbol: 'BTCUSDT', interval: '5' }],
    ['http_get_orderbook', '/v5/market/orderbook', { category: 'linear', symbol: 'BTCUSDT' }],
    ['http_get_trades_recent', '/v5/market/recent-trade', { category: 'linear', symbol: 'BTCUSDT' }],
    ['http_get_wallet_balance', '/v5/account/wallet-balance', { accountType: 'UNIFIED' }],
    ['http_get_account_info', '/v5/account/info', {}],
    ['http_get_fee_rate', '/v5/account/fee-rate', { category: 'linear' }],
    ['http_get_executions', '/v5/execution/list', { category: 'linear' }],
    ['http_get_orders_realtime', '/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' }],
    ['http_get_orders_history', '/v5/order/history', { category: 'linear' }],
    ['http_get_positions', '/v5/position/list', { category: 'linear', symbol: 'BTCUSDT' }],
    ['http_get_positions_with_open_time', '/v5/position/list', { category: 'linear', symbol: 'BTCUSDT' }],
  ] as const)('of %s is answered with its type', async (sample, path, query) => {
    const answer = await client.get(path, query);
    expect(answer.retCode).toBe(0);
    expect(missing(answer as unknown as Json, recorded(sample))).toEqual([]);
  });

  it.each([
    ['ws_account_order_filled', 'order'],
    ['ws_account_order', 'order'],
    ['ws_account_execution', 'execution'],
    ['ws_account_execution_fast', 'execution.fast'],
    ['ws_account_position', 'position'],
    ['ws_account_wallet', 'wallet'],
  ])('of %s is pushed with its type', (sample, topic) => {
    const frame = privateFrames.find((one) => one.topic === topic);
    expect(missing(frame as unknown as Json, recorded(sample))).toEqual([]);
  });

  it.each([
    ['ws_orderbook_snapshot', 'orderbook.1.BTCUSDT', 'snapshot'],
    ['ws_orderbook_delta', 'orderbook.50.BTCUSDT', 'delta'],
    ['ws_kline', 'kline.5.BTCUSDT', 'snapshot'],
    ['ws_public_trade', 'publicTrade.BTCUSDT', 'snapshot'],
    ['ws_ticker_linear', 'tickers.BTCUSDT', 'snapshot'],
  ])('of %s is told with its type', (sample, topic, type) => {
    const frame = publicFrames.find((one) => one.topic === topic && one.type === type);
    expect(missing(frame as unknown as Json, recorded(sample))).toEqual([]);
  });

  it.each([
    ['ws_subscription_ack', 'subscribe', true],
    ['ws_auth_success', 'auth', true],
  ])('of %s is acknowledged with its type', (sample, op, success) => {
    const frame = privateFrames.find((one) => one.op === op && one.success === success);
    const { req_id: _given, ...fields } = recorded(sample) as Record<string, Json>;
    expect(missing(frame as unknown as Json, fields)).toEqual([]);
  });

  it('of a failed login and a failed subscription is answered with its type', async () => {
    const socket = await client.socket('/v5/private');
    socket.send({ op: 'auth', args: ['nobody', Date.now() + 5_000, 'ff'] });
    socket.send({ op: 'subscribe', args: ['order'] });
    const [auth, subscribe] = [await socket.next(({ op }) => op === 'auth'), await socket.next(({ op }) => op === 'subscribe')];
    expect([auth.success, auth.retCode, subscribe.success, subscribe.ret_msg]).toEqual([false, 10003, false, 'Request not authorized']);
    expect(missing(auth as unknown as Json, recorded('ws_auth_failure'))).toEqual([]);
    expect(missing(subscribe as unknown as Json, recorded('ws_subscription_failure'))).toEqual([]);
  });

  it('of an order over WebSocket and of a topic that does not exist is answered with its type', async () => {
    const [trade, market] = [await client.signedSocket('/v5/trade'), await client.socket('/v5/public/spot')];
    const args = [{ category: 'linear', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '0.01', orderLinkId: 'recorded' }];
    trade.send({ reqId: 'order-req-001', header: { 'X-BAPI-TIMESTAMP': String(Date.now()) }, op: 'order.create', args });
    const reply = await trade.next(({ op }) => op === 'order.create');
    expect(missing(reply as unknown as Json, recorded('ws_order_response'))).toEqual([]);
    const refused = await market.subscribe('invalid.topic.BTCUSDT');
    expect(refused.ret_msg).toBe((recorded('ws_subscription_failure') as { ret_msg: string }).ret_msg);
    expect(missing(refused as unknown as Json, recorded('ws_subscription_failure'))).toEqual([]);
  });

  it('of the keys of a sub-account, and of changed keys, is answered with its type', async () => {
    const made = await client.admin<{ uid: string; apiKey: string }>('PUT', 'accounts/keyed', { parent: 'me' });
    const listed = await client.get('/v5/user/sub-apikeys', { subMemberId: made.uid });
    expect(missing(listed as unknown as Json, recorded('http_get_user_sub_apikeys'))).toEqual([]);
    const sub = await client.post('/v5/user/update-sub-api', { apikey: made.apiKey, readOnly: 0 });
    expect(missing(sub as unknown as Json, recorded('http_post_user_update_sub_api'))).toEqual([]);
    const own = await client.post('/v5/user/update-api', { readOnly: 0 });
    expect(missing(own as unknown as Json, recorded('http_post_user_update_master_api'))).toEqual([]);
  });

  it.each(['http_get_instruments_spot', 'http_get_instruments_spot_xstocks'])('of %s is answered with its type', async (sample) => {
    const file = await harness.file(csvOf(waves(50)), 'BTCUSDT_spot_1m.csv');
    const spot = await harness.start({ kind: 'replay', file, speed: 1 });
    const answer = await spot.open('/v5/market/instruments-info?category=spot');
    expect(missing(answer as unknown as Json, recorded(sample))).toEqual([]);
  });
});
