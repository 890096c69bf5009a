import { generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { bybitOrderEntry, bybitRest, bybitStream } from '../../clients/bybit-api-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import type { Answer, RawClient, RawReply } from '../../venue/raw-client';
import type { Keys } from '../../venue/keys';
import { ok, PERPETUAL, rowsOf } from '../bybit-api/desk';

const WALLET = '/v5/account/wallet-balance';
const QUERY = 'accountType=UNIFIED';
const code = (reply: RawReply): number => (JSON.parse(reply.text) as Answer).retCode;

async function bytes(trial: Trial): Promise<void> {
  const keys = await trial.account();
  const client = trial.venue.raw(keys);
  const get = async (query: string): Promise<number> =>
    code(await client.send({ method: 'GET', path: '/v5/order/realtime', query, headers: client.sign(query) }));
  trial.same('a query in any order', await get('symbol=BTCUSDT&category=linear'), 0);
  trial.same('a query in any encoding', await get('category=linear&symbol=BTC%55SDT&settleCoin=US%44T'), 0);
  trial.same(
    'a bare question mark',
    code(await client.send({ method: 'GET', path: '/v5/user/query-api', query: '', headers: client.sign('') })),
    0,
  );
  const body =
    '{ "category" : "linear",\n\t"symbol":"BTCUSDT", "side":"Buy","orderType":"Market","qty":"0.001" , "orderLinkId":"\\u0061b-1" }';
  const posted = await client.send({ method: 'POST', path: '/v5/order/create', body, headers: client.sign(body) });
  trial.same('a body with blanks and escapes', code(posted), 0);
  trial.same('which is read as JSON', (JSON.parse(posted.text) as Answer<{ orderLinkId: string }>).result.orderLinkId, 'ab-1');
  const headers = Object.fromEntries(Object.entries(client.sign(QUERY)).map(([name, value]) => [name.toLowerCase(), value]));
  trial.same('headers in any case', code(await client.send({ method: 'GET', path: WALLET, query: QUERY, headers })), 0);
  const { headers: answered } = await client.send({ method: 'GET', path: WALLET, query: QUERY, headers: client.sign(QUERY) });
  trial.holds(
    'the answer tells limit, rest and reset',
    ['x-bapi-limit', 'x-bapi-limit-status', 'x-bapi-limit-reset-timestamp'].every((name) => Number(answered.get(name)) > 0),
    JSON.stringify([...answered]),
  );
}

async function rsa(trial: Trial): Promise<void> {
  const keys = await trial.account();
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { apiKey } = await trial.venue.admin<{ apiKey: string }>('POST', `accounts/${keys.accountId}/keys`, {
    rsaPublicKey: pair.publicKey,
  });
  const signed = { apiKey, apiSecret: pair.privateKey };
  const rest = bybitRest(trial, signed);
  trial.holds('signs a GET', rowsOf(await ok(rest.getWalletBalance({ accountType: 'UNIFIED' }))).length === 1);
  const { orderId } = await ok(rest.submitOrder({ ...PERPETUAL, side: 'Buy', orderType: 'Market', qty: '0.01' }));
  trial.holds('signs a POST', orderId !== '');
  const stream = bybitStream(trial, '/v5/private', signed);
  const heard: unknown[] = [];
  stream.on('update', (frame: unknown) => void heard.push(frame));
  for (const promise of stream.subscribeV5(['order'], 'linear')) void promise.catch(() => undefined);
  const subscribed = new Promise((resolve) => stream.on('response', resolve));
  await subscribed;
  const entry = bybitOrderEntry(trial, signed);
  const placed = await entry.submitNewOrder({ ...PERPETUAL, side: 'Sell', orderType: 'Market', qty: '0.01' });
  trial.same('logs in for order entry', placed.retCode, 0);
  await trial.until('its order', () => heard.length > 0);
  trial.holds('logs in on the private stream', heard.length > 0);
}

async function refusedKeys(trial: Trial): Promise<void> {
  const keys = await trial.account();
  const good = trial.venue.raw(keys);
  const ask = async (client: RawClient, headers: Record<string, string> = client.sign(QUERY)): Promise<number> =>
    code(await client.send({ method: 'GET', path: WALLET, query: QUERY, headers }));
  const as = (change: Partial<Keys>): RawClient => trial.venue.raw({ ...keys, ...change });
  trial.same('an unknown key', await ask(as({ apiKey: 'nobody00' })), 10003);
  trial.same('a wrong secret', await ask(as({ apiSecret: 'wrong' })), 10004);
  trial.same('a signature over other bytes', await ask(good, good.sign('accountType=unified')), 10004);
  trial.same('a request that is six seconds old', await ask(good, good.sign(QUERY, Date.now() - 6_000, '5000')), 10002);
  trial.same('one from the future', await ask(good, good.sign(QUERY, Date.now() + 30_000)), 10002);
  trial.same('an old one with a window that holds it', await ask(good, good.sign(QUERY, Date.now() - 6_000, '30000')), 0);
  const issue = (terms: object): Promise<Keys> => trial.venue.admin<Keys>('POST', `accounts/${keys.accountId}/keys`, terms);
  const expired = await issue({ expiresAt: Date.now() - 1_000 });
  trial.same('a key that is over', await ask(trial.venue.raw({ ...keys, ...expired })), 33004);
  const bound = await issue({ ips: ['10.9.8.7'] });
  trial.same('a key of another address', await ask(trial.venue.raw({ ...keys, ...bound })), 10010);
  const order = { ...PERPETUAL, side: 'Buy', orderType: 'Market', qty: '0.001' };
  const reading = trial.venue.raw({ ...keys, ...(await issue({ readOnly: true })) });
  trial.same('a read-only key may read', await ask(reading), 0);
  trial.same('but not trade', (await reading.post('/v5/order/create', order)).retCode, 10005);
  const spotOnly = trial.venue.raw({ ...keys, ...(await issue({ permissions: { Spot: ['SpotTrade'] } })) });
  trial.same('a spot key may not trade contracts', (await spotOnly.post('/v5/order/create', order)).retCode, 10005);
}

async function rates(trial: Trial): Promise<void> {
  const client = trial.venue.raw(await trial.account());
  const send = async (): Promise<{ retCode: number; left: number; reset: number }> => {
    const body = JSON.stringify({ ...PERPETUAL, orderId: 'nobody' });
    const reply = await client.send({ method: 'POST', path: '/v5/order/cancel', body, headers: client.sign(body) });
    return {
      retCode: code(reply),
      left: Number(reply.headers.get('x-bapi-limit-status')),
      reset: Number(reply.headers.get('x-bapi-limit-reset-timestamp')),
    };
  };
  // A busy machine may spread them over two seconds of the venue: then a second later once more.
  const answers = await trial.until('twelve in one second', async () => {
    await wait(1_100);
    const burst = await Promise.all(Array.from({ length: 12 }, send));
    return burst.filter(({ retCode }) => retCode === 10006).length > 1 && burst;
  });
  const left = answers.filter(({ retCode }) => retCode === 110001).map((answer) => answer.left);
  trial.same('ten of a second are let through', left.length, 10);
  const refused = answers.filter(({ retCode }) => retCode === 10006);
  trial.same('the others are answered 10006', refused.length, 2);
  const countdown = Array.from({ length: 10 }, (_, index) => 9 - index);
  trial.same(
    'the rest counts down',
    [...left].sort((a, b) => b - a),
    countdown,
  );
  const again = await trial.until('the next second', async () => {
    const answer = await send();
    return answer.retCode !== 10006 && answer;
  });
  trial.same('the next second begins anew', again.retCode, 110001);
}

async function wrongRequests(trial: Trial): Promise<void> {
  const client = trial.venue.raw(await trial.account());
  const before = await trial.venue.admin<{ unknownPaths: number }>('GET', 'status');
  const lost = await client.send({ method: 'GET', path: '/v5/nowhere/to-be-found' });
  const after = await trial.venue.admin<{ unknownPaths: number; unknownRoutes: string[] }>('GET', 'status');
  trial.same('an unknown path is answered', [lost.status, code(lost)], [404, 10017]);
  trial.same('and counted', after.unknownPaths - before.unknownPaths, 1);
  const post = (body: string): Promise<RawReply> =>
    client.send({ method: 'POST', path: '/v5/order/create', body, headers: client.sign(body) });
  trial.same('a body that is no JSON', code(await post('{"category":')), 10001);
  trial.same('a body that is no object', code(await post('[1,2]')), 10001);
  const order = { ...PERPETUAL, side: 'Buy', orderType: 'Market', qty: '0.001' };
  const codes = [];
  for (const change of [
    { symbol: 'NOPEUSDT' },
    { side: 'buy' },
    { qty: '-1' },
    { qty: 'many' },
    { category: 'stocks' },
    { orderType: 'Limit' },
  ])
    codes.push(code(await post(JSON.stringify({ ...order, ...change }))));
  trial.same('wrong fields', [...new Set(codes)], [10001]);
  const time = await client.send({ method: 'GET', path: '/v5/market/time' });
  trial.same('and it goes on', code(time), 0);
}

async function flood(trial: Trial): Promise<void> {
  const { statuses, last } = await pipelined(trial.venue.restUrl, '/v5/market/time', 800);
  trial.same('six hundred requests are let through', statuses.filter((status) => status === 200).length, 600);
  trial.same('the others are answered HTTP 403', [...new Set(statuses.slice(600))], [403]);
  trial.holds('and say why', /access too frequent/i.test(last), last.slice(0, 200));
}

/** All at once over one connection, so that a busy machine too reads them within the five seconds that are counted. */
async function pipelined(url: string, path: string, count: number): Promise<{ statuses: readonly number[]; last: string }> {
  const { host, hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(count - 1));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const heard = await text(socket);
  const statuses = [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  return { statuses, last: heard.slice(heard.lastIndexOf('HTTP/1.1 ')) };
}

export const RAW_KEYS: readonly Card[] = [
  {
    id: 'R01',
    client: 'raw',
    name: 'signs over the bytes as they are',
    calls: ['HMAC'],
    run: bytes,
    expects: [
      ...['a query in any order', 'a query in any encoding', 'a bare question mark', 'a body with blanks and escapes'],
      ...['which is read as JSON', 'headers in any case', 'the answer tells limit, rest and reset'],
    ],
  },
  {
    id: 'R02',
    client: 'bybit-api',
    name: 'signs with an RSA key',
    calls: ['RSA'],
    run: rsa,
    expects: ['signs a GET', 'signs a POST', 'logs in for order entry', 'logs in on the private stream'],
    provokes: [20001],
  },
  {
    id: 'R03',
    client: 'raw',
    name: 'is turned away with a wrong key',
    calls: ['HMAC'],
    venue: 'gate',
    run: refusedKeys,
    expects: [
      ...['an unknown key', 'a wrong secret', 'a signature over other bytes', 'a request that is six seconds old', 'one from the future'],
      ...[
        'an old one with a window that holds it',
        'a key that is over',
        'a key of another address',
        'a read-only key may read',
        'but not trade',
      ],
      'a spot key may not trade contracts',
    ],
    provokes: [10002, 10003, 10004, 10005, 10010, 33004],
    provokesUnsigned: [10002, 10003, 10004, 10010, 33004],
  },
  {
    id: 'R04',
    client: 'raw',
    name: 'is held to its rate',
    calls: ['POST /v5/order/cancel'],
    venue: 'gate',
    run: rates,
    expects: ['ten of a second are let through', 'the others are answered 10006', 'the rest counts down', 'the next second begins anew'],
    provokes: [10006, 110001],
  },
  {
    id: 'R05',
    client: 'raw',
    name: 'sends what nobody understands',
    calls: ['POST /v5/order/create'],
    venue: 'gate',
    run: wrongRequests,
    expects: [
      'an unknown path is answered',
      'and counted',
      'a body that is no JSON',
      'a body that is no object',
      'wrong fields',
      'and it goes on',
    ],
    provokes: [10001],
    provokesUnsigned: [10017, 10001],
  },
  {
    id: 'R06',
    client: 'raw',
    name: 'floods the venue',
    calls: ['GET /v5/market/time'],
    venue: 'flood',
    run: flood,
    expects: ['six hundred requests are let through', 'the others are answered HTTP 403', 'and say why'],
  },
];
