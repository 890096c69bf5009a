import { WebSocket } from 'ws';
import { ParityScores } from '@libs/persistence';
import { DEPLOY, EXCHANGE, NOBODY, SYMBOL, withApi } from './api-house';

const house = withApi();

describe('REST', () => {
  it('answers ping, health, orders and positions', async () => {
    await house.tradeOnce();
    expect(await (await house.get('/api/v1/ping')).json()).toEqual({ pong: true });
    expect(await (await house.get('/api/v1/health')).json()).toMatchObject({
      status: 'ok',
      components: [{ component: 'postgres', status: 'ok', reason: null }],
    });
    expect(await (await house.get(`/api/v1/orders?accountId=${house.accountId}&first=1`)).json()).toMatchObject({
      items: [{ symbol: SYMBOL }],
    });
    expect(await (await house.get(`/api/v1/positions?accountId=${house.accountId}`)).json()).toMatchObject([
      { symbol: SYMBOL, deploymentId: null },
    ]);
  });

  it('lists the exchanges with what each gives', async () => {
    expect(await (await house.get('/api/v1/exchanges')).json()).toEqual([EXCHANGE]);
  });

  it('tells bad input as a problem', async () => {
    const response = await house.get('/api/v1/orders?accountId=x&first=1000');
    expect(response.status).toBe(404);
    const tooMany = await house.get(`/api/v1/orders?accountId=${house.accountId}&first=1000`);
    expect(tooMany.headers.get('content-type')).toMatch('application/problem+json');
    expect(await tooMany.json()).toMatchObject({ status: 400, field: 'first', limit: 'a whole number from 1 to 500', value: '1000' });
  });

  it('documents itself with the types of the GraphQL schema', async () => {
    const document = (await (await house.get('/docs/openapi.json')).json()) as {
      paths: object;
      components: { schemas: Record<string, { properties: object }> };
    };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/ping',
        '/api/v1/health',
        '/api/v1/status',
        '/api/v1/orders',
        '/api/v1/positions',
        '/api/v1/accounts/{id}/data-trust',
        '/api/v1/accounts/{id}/feeds',
        '/api/v1/accounts/{id}/market/candles',
        '/api/v1/accounts/{id}/market/order-book',
        '/api/v1/accounts/{id}/market/trades',
      ]),
    );
    expect(document.components.schemas['Order']?.properties).toMatchObject({
      side: { enum: ['BUY', 'SELL'] },
      quantity: { type: 'string' },
    });
    expect((await house.get('/docs')).status).toBe(200);
  });

  it('tells an address that nobody serves as a problem, not as a page', async () => {
    const response = await house.get('/api/v1/nothing', { accept: 'text/html' });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
  });

  it('gives metrics to Prometheus', async () => {
    expect(await (await house.get('/metrics')).text()).toMatch(/process_resident_memory_bytes/);
  });

  it('says what to do when the dashboard is not built', async () => {
    const response = await house.get('/anything', { accept: 'text/html' });
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch('npm run build');
  });
});

describe('GraphQL over HTTP', () => {
  it('shows a page that loads nothing from elsewhere', async () => {
    const page = await (await house.get('/graphql', { accept: 'text/html' })).text();
    expect(page).toMatch('<title>Plimsoll GraphQL</title>');
    expect(page).not.toMatch(/https?:/);
  });

  it('tells neither stack traces nor inner faults', async () => {
    const { errors } = await house.ask('{ nothing }');
    expect(errors?.[0]?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  it('answers a body that is no JSON with a problem', async () => {
    const response = await fetch(`http://127.0.0.1:${house.server.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ status: 400 });
  });
});

describe('strangers', () => {
  it('are refused by host name and by origin, on HTTP and on sockets', async () => {
    expect((await house.get('/api/v1/ping', { origin: 'https://evil.example' })).status).toBe(403);
    const headers = { origin: 'https://evil.example' };
    await expect(openSocket(headers)).rejects.toThrow(/403/);
  });

  it('may ask no more than the limits allow', async () => {
    const many = Array.from({ length: 31 }, (_, i) => `a${i}: accounts { id }`).join(' ');
    expect((await house.ask(`{ ${many} }`)).errors?.[0]?.extensions?.code).toBe('QUERY_TOO_LARGE');
  });
});

function openSocket(headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(`ws://127.0.0.1:${house.server.port}/graphql`, 'graphql-transport-ws', { headers });
    client.on('error', reject);
    client.on('open', () => {
      client.close();
      resolve();
    });
  });
}

describe('parity over REST', () => {
  it('is measured, listed and read with its report', async () => {
    const input = { accountId: house.accountId, strategy: 'ema-cross', params: {}, idempotencyKey: 'parity' };
    const { id } = await house.answer(DEPLOY, { input });
    const path = `/api/v1/deployments/${String(id)}/parity`;
    expect(await (await house.get(path)).json()).toMatchObject({ status: 404, detail: `There is no parity of deployment ${String(id)}.` });
    const started = await house.post(path, { idempotencyKey: 'measure' });
    expect(started.status).toBe(202);
    const run = (await started.json()) as object;
    expect(run).toMatchObject({ kind: 'PARITY', status: 'QUEUED', spec: { deploymentId: id }, strategy: 'ema-cross' });
    expect(await (await house.post(path, { idempotencyKey: 'measure' })).json()).toMatchObject(run);

    await new ParityScores(house.dataSource).save([
      {
        deploymentId: String(id),
        sessionId: NOBODY,
        accountId: house.accountId,
        verdict: 'EXPLAINED',
        settleAsset: 'USDT',
        inputs: 9,
        answers: 4,
        decisions: 4,
        decisionsEqual: 4,
        fills: 2,
        fillsEqual: 1,
        difference: '-1.5',
        turnover: '300',
        causes: { latency: '-1.5' },
        report: { bugs: [] },
      },
    ]);
    const score = (await (await house.get(path)).json()) as object;
    expect(score).toMatchObject({
      verdict: 'EXPLAINED',
      fills: { equal: 1, of: 2 },
      difference: '-1.5',
      causes: [{ cause: 'latency', amount: '-1.5' }],
    });
    expect(await (await house.get('/api/v1/parity')).json()).toEqual([score]);
    expect(await (await house.get(`${path}/${NOBODY}/report`)).json()).toEqual({ bugs: [] });
  });

  it('is refused for what is not there', async () => {
    expect((await house.post(`/api/v1/deployments/${NOBODY}/parity`, {})).status).toBe(404);
    expect((await house.get(`/api/v1/deployments/${NOBODY}/parity/${NOBODY}/report`)).status).toBe(404);
    const odd = await house.post(`/api/v1/deployments/${NOBODY}/parity`, { fills: 'quotes' });
    expect(await odd.json()).toMatchObject({ status: 400, field: 'fills' });
  });
});
