import { createHmac } from 'node:crypto';
import { Agent, request, type IncomingMessage } from 'node:http';
import { defined } from '@libs/kernel';
import type { Frame } from './inspection/frame-log';
import { csvOf, SimulatorHarness, waves, type Client } from './testing/with-simulator';

const harness = new SimulatorHarness();
let client: Client;

beforeAll(async () => {
  const file = await harness.file(csvOf(waves(50)));
  client = await (await harness.start({ kind: 'replay', file, speed: 0.001 })).login();
});
afterAll(() => harness.cleanUp());

const TIME = '/v5/market/time';
const order = { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', price: '90000', qty: '0.001' };

function ask(method: string, path: string, agent?: Agent): Promise<IncomingMessage & { body: string; port: number | undefined }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${client.url}${path}`, { method, ...defined({ agent }) }, (response) => {
      let body = '';
      const port = response.socket.localPort;
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve(Object.assign(response, { body, port })));
    });
    sent.on('error', reject).end();
  });
}

describe('HTTP', () => {
  it('keeps a connection for the next request', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const answers = [await ask('GET', TIME, agent), await ask('GET', '/v5/nothing', agent), await ask('GET', TIME, agent)];
    agent.destroy();
    expect(new Set(answers.map(({ port }) => port)).size).toBe(1);
  });

  it('takes HEAD for a GET without its body, names what it takes and refuses the rest', async () => {
    const head = await ask('HEAD', TIME);
    expect([head.statusCode, head.body, Number(head.headers['content-length']) > 50]).toEqual([200, '', true]);
    const options = await ask('OPTIONS', TIME);
    expect([options.statusCode, options.headers.allow]).toEqual([204, 'GET, POST, HEAD, OPTIONS']);
    const wrong = await ask('DELETE', TIME);
    expect([wrong.statusCode, JSON.parse(wrong.body)]).toMatchObject([400, { retCode: 10001 }]);
  });

  it('counts and names what nobody serves', async () => {
    const before = (await client.admin<{ unknownPaths: number }>('GET', 'status')).unknownPaths;
    const answer = await ask('POST', '/v5/market/time');
    expect([answer.statusCode, JSON.parse(answer.body)]).toMatchObject([404, { retCode: 10017, retMsg: 'Route not found.' }]);
    await ask('GET', '/v6/market/time');
    expect(await client.admin('GET', 'status')).toMatchObject({
      unknownPaths: before + 2,
      unknownRoutes: expect.arrayContaining(['POST /v5/market/time', 'GET /v6/market/time']) as unknown,
    });
  });

  it('takes a signature over an empty query, with and without its mark', async () => {
    const headers = client.headers('');
    for (const path of ['/v5/account/info', '/v5/account/info?'])
      expect(await (await fetch(client.url + path, { headers })).json()).toMatchObject({ retCode: 0 });
  });

  it('checks the query as it came: its order and its encoding are the client’s', async () => {
    const query = 'symbol=BTC%55SDT&category=linear';
    const answer = await fetch(`${client.url}/v5/order/realtime?${query}`, { headers: client.headers(query) });
    expect(await answer.json()).toMatchObject({ retCode: 0 });
    const sorted = await fetch(`${client.url}/v5/order/realtime?${query}`, { headers: client.headers('category=linear&symbol=BTCUSDT') });
    expect(await sorted.json()).toMatchObject({ retCode: 10004 });
  });

  it('reads the body whatever its type is said to be, spaces and all', async () => {
    const body = `{ "orderLinkId":"spaced",  ${JSON.stringify(order).slice(1)}`;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await fetch(`${client.url}/v5/order/create`, {
        method: 'POST',
        body,
        headers: { ...client.headers(body), 'content-type': type },
      });
      expect(await answer.json()).toMatchObject({ retCode: type === 'text/plain' ? 0 : 110072 });
    }
  });

  it.each(['{', '[]', '"text"', 'null', '', '\u0000', '{"category":{}}'])('answers the body %j with 10001', async (body) => {
    const answer = await fetch(`${client.url}/v5/order/create`, { method: 'POST', body, headers: client.headers(body) });
    expect([answer.status, await answer.json()]).toMatchObject([200, { retCode: 10001, result: {}, retExtInfo: {} }]);
  });

  it('takes no body at all for one without fields', async () => {
    const answer = await fetch(`${client.url}/v5/user/update-api`, { method: 'POST', headers: client.headers('') });
    expect(await answer.json()).toMatchObject({ retCode: 0 });
  });

  it('refuses an empty JSON list of names where one is meant', async () => {
    expect((await client.post('/v5/order/create', { ...order, orderLinkId: [] })).retCode).toBe(10001);
  });
});

describe('the window of a request', () => {
  it('is the client’s own, up to its limit', async () => {
    const stamped = async (age: number, window: string): Promise<unknown> => {
      const timestamp = String(Date.now() - age);
      const { key } = client as unknown as { key: { apiKey: string; apiSecret: string } };
      const sign = createHmac('sha256', key.apiSecret).update(`${timestamp}${key.apiKey}${window}`).digest('hex');
      const headers = { 'X-BAPI-API-KEY': key.apiKey, 'X-BAPI-TIMESTAMP': timestamp, 'X-BAPI-RECV-WINDOW': window, 'X-BAPI-SIGN': sign };
      return (await fetch(`${client.url}/v5/account/info`, { headers })).json();
    };
    expect(await stamped(10_000, '20000')).toMatchObject({ retCode: 0 });
    expect(await stamped(10_000, '5000')).toMatchObject({
      retCode: 10002,
      retMsg: expect.stringMatching(
        /^invalid request, please check your server timestamp or recv_window param\. req_timestamp\[\d+\],server_timestamp\[\d+\],recv_window\[5000\]$/,
      ) as string,
    });
    expect(await stamped(-5_000, '20000')).toMatchObject({ retCode: 10002 });
  });
});

describe('inspection', () => {
  it('shows every request and its answer, as they were on the wire', async () => {
    const { frames: before } = await client.admin<{ frames: Frame[] }>('GET', 'frames?limit=1');
    const body = { ...order, orderLinkId: 'looked-at' };
    const answer = await client.post('/v5/order/create', body);
    const path = `frames?after=${before[0]!.number}&account=me&wire=REST`;
    const { frames } = await client.admin<{ frames: Frame[] }>('GET', path);
    expect(frames).toMatchObject([
      { direction: 'IN', path: 'POST /v5/order/create', text: JSON.stringify(body) },
      { direction: 'OUT', path: 'POST /v5/order/create', status: 200, text: JSON.stringify(answer) },
    ]);
    expect(await client.admin('GET', 'frames?after=x')).toEqual({ error: 'after is "x"; give a whole number' });
  });
});
