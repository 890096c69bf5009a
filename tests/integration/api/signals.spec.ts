import { request } from 'node:http';
import { DEPLOY, FAILURES, MARKET_TIME, NOBODY, SYMBOL, withApi } from './api-house';

const house = withApi();
const SEND = `mutation ($input: SendSignalInput!) { sendSignal(input: $input) { __typename ... on SentSignal { deploymentId name source expiresAt } ${FAILURES} } }`;
const HOOK = (verb: string): string =>
  `mutation ($id: ID!) { ${verb}SignalHook(deploymentId: $id) { __typename ... on SignalHook { deploymentId path } ... on NotFound { what } ... on Refused { code } } }`;
const FUTURE = new Date(Date.now() + 3_600_000).toISOString();

let listener: string;
let deaf: string;

async function deployed(strategy: string, params: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { id } = await house.answer(DEPLOY, { input: { accountId: house.accountId, strategy, params } });
  const bars = [{ start: MARKET_TIME - 60_000, open: '1', high: '1', low: '1', close: '1', volume: '1' }];
  await house.trader.take({ type: 'history', deploymentId: String(id), symbol: SYMBOL, interval: '1m', bars });
  return String(id);
}

/** What the core wrote down of signals to a deployment. */
async function received(deploymentId: string): Promise<readonly { signal: Record<string, unknown>; cause: { actor: string } }[]> {
  const rows = await house.dataSource.query<{ body: { signal: Record<string, unknown>; cause: { actor: string } } }[]>(
    `SELECT body FROM journal WHERE type = 'SignalReceived' AND body -> 'signal' ->> 'deploymentId' = $1 ORDER BY seq`,
    [deploymentId],
  );
  return rows.map(({ body }) => body);
}

beforeAll(async () => {
  listener = await deployed('listener');
  deaf = await deployed('ema-cross');
});

const input = (more: Record<string, unknown> = {}) => ({ deploymentId: listener, name: 'score', value: { up: 0.7 }, ...more });

describe('sendSignal', () => {
  it('comes to the core with source and expiry, once for one idempotency key', async () => {
    const first = await house.answer(SEND, { input: input({ source: 'model', expiresInSeconds: 3600, idempotencyKey: 'k1' }) });
    expect(first).toMatchObject({ __typename: 'SentSignal', deploymentId: listener, name: 'score', source: 'model' });
    expect(await house.answer(SEND, { input: input({ source: 'model', expiresInSeconds: 3600, idempotencyKey: 'k1' }) })).toMatchObject({
      __typename: 'SentSignal',
    });
    expect(await received(listener)).toMatchObject([
      { signal: { name: 'score', value: { up: 0.7 }, source: 'model' }, cause: { actor: 'local' } },
    ]);
    expect(await house.answer(SEND, { input: input({ source: 'other', idempotencyKey: 'k1' }) })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const [{ count }] = await house.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int FROM audit WHERE action = 'command.send-signal'`,
    );
    expect(count).toBe(1);
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['no name', { name: '' }, 'name', 'a text of 1 to 64 characters'],
    ['a long source', { source: 'x'.repeat(65) }, 'source', 'a text of 1 to 64 characters'],
    ['a long value', { value: 'x'.repeat(16_385) }, 'value', 'at most 16384 characters of JSON'],
    ['what is too deep', { value: JSON.parse('['.repeat(33) + ']'.repeat(33)) as unknown }, 'value', 'at most 32 levels'],
    ['what no database keeps', { value: { deep: ['a\0'] } }, 'value', 'text without NUL and half characters'],
    ['no life', { expiresInSeconds: 0 }, 'expiresInSeconds', 'above 0 and at most 604800'],
    ['what is over', { expiresAt: '2020-01-01T00:00:00.000Z' }, 'expiresAt', "the market's time"],
    ['two ends', { expiresAt: FUTURE, expiresInSeconds: 5 }, 'expiresAt', 'without expiresInSeconds'],
  ])('refuses %s', async (_, more, field, bound) => {
    expect(await house.answer(SEND, { input: input(more) })).toMatchObject({
      __typename: 'InvalidInput',
      field,
      bound: expect.stringContaining(bound),
    });
  });

  it('says who cannot hear', async () => {
    expect(await house.answer(SEND, { input: input({ deploymentId: NOBODY }) })).toMatchObject({
      __typename: 'NotFound',
      what: 'deployment',
    });
    expect(await house.answer(SEND, { input: input({ deploymentId: deaf }) })).toMatchObject({ __typename: 'Refused', code: 'NOT_HEARD' });
  });
});

describe('POST /api/v1/deployments/{id}/signals', () => {
  const path = (): string => `/api/v1/deployments/${listener}/signals`;

  it('says the same as the mutation, and repeats drop out', async () => {
    const before = (await received(listener)).length;
    const body = { name: 'regime', value: 'calm', source: 'rest-model', expiresAt: FUTURE };
    const response = await house.post(path(), body, { 'idempotency-key': 'r1' });
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { deploymentId: listener, source: 'rest-model', expiresAt: FUTURE },
    ]);
    await house.post(path(), body, { 'idempotency-key': 'r1' });
    expect((await received(listener)).slice(before)).toMatchObject([{ signal: { name: 'regime', expiresAt: Date.parse(FUTURE) } }]);
  });

  it('tells what is wrong as a problem', async () => {
    const tried = async (to: string, body: unknown): Promise<unknown[]> => {
      const response = await house.post(to, body);
      const { detail } = (await response.json()) as { detail: string };
      return [response.status, detail];
    };
    expect(await tried(path(), { name: 'a', value: 1, ttl: 5 })).toEqual([400, expect.stringContaining('ttl is no field')]);
    expect(await tried(path(), { value: 1 })).toEqual([400, expect.stringContaining('name is')]);
    expect(await tried(path(), [1])).toEqual([400, expect.stringContaining('a JSON object')]);
    expect(await tried(`/api/v1/deployments/${NOBODY}/signals`, { name: 'a', value: 1 })).toEqual([
      404,
      `There is no deployment ${NOBODY}.`,
    ]);
    expect(await tried(`/api/v1/deployments/${deaf}/signals`, { name: 'a', value: 1 })).toEqual([
      409,
      expect.stringContaining('has no onSignal hook'),
    ]);
  });
});

describe('a webhook', () => {
  it('has an address of its own that takes text and JSON, through any proxy, until another is opened', async () => {
    const before = (await received(listener)).length;
    const { path } = await house.answer(HOOK('open'), { id: listener });
    const address = String(path);
    expect(address).toMatch(/^\/api\/v1\/hooks\/[\w-]{43}$/);
    expect((await house.post(address, 'BTC crossed up')).status).toBe(200);
    expect((await house.post(address, { ticker: 'BTC', close: 5 })).status).toBe(200);
    expect((await house.post(address, '{"name":"cross","value":{"side":"buy"},"id":"bar 7"}')).status).toBe(200);
    expect((await house.post(address, '{"name":"cross","value":{"side":"buy"},"id":"bar 7"}')).status).toBe(200);
    expect(await throughProxy(address)).toBe(200);
    expect((await received(listener)).slice(before)).toMatchObject([
      { signal: { name: 'webhook', value: 'BTC crossed up' }, cause: { actor: 'webhook' } },
      { signal: { name: 'webhook', value: { ticker: 'BTC', close: 5 } } },
      { signal: { name: 'cross', value: { side: 'buy' } } },
      { signal: { name: 'webhook', value: 'from afar' } },
    ]);
    expect((await house.post(address, '{"name":"cross","value":1,"ttl":3}')).status).toBe(400);

    const second = String((await house.answer(HOOK('open'), { id: listener }))['path']);
    expect((await house.post(address, 'late')).status).toBe(404);
    expect((await house.post(second, 'now')).status).toBe(200);
    expect(await house.answer(HOOK('close'), { id: listener })).toMatchObject({ __typename: 'SignalHook', path: null });
    expect((await house.post(second, 'gone')).status).toBe(404);
    expect(await house.answer(HOOK('close'), { id: listener })).toMatchObject({ __typename: 'NotFound' });
    const kept = JSON.stringify(await house.dataSource.query(`SELECT action FROM audit WHERE action LIKE 'signal-hook.%' ORDER BY seq`));
    expect(kept).toBe('[{"action":"signal-hook.open"},{"action":"signal-hook.open"},{"action":"signal-hook.close"}]');
  });

  it('lets one id of a service reach every deployment it is sent to', async () => {
    const another = await deployed('listener', { place: 2 });
    for (const deploymentId of [listener, another]) {
      const { path } = await house.answer(HOOK('open'), { id: deploymentId });
      expect((await house.post(String(path), '{"name":"cross","value":1,"id":"alert 9"}')).status).toBe(200);
      expect((await received(deploymentId)).at(-1)).toMatchObject({ signal: { name: 'cross', value: 1 } });
    }
  });

  it('refuses a value so deep that taking it apart would bring the trader down', async () => {
    const before = (await received(listener)).length;
    const { path } = await house.answer(HOOK('open'), { id: listener });
    for (const depth of [4_000, 100_000]) {
      const deep = await house.post(String(path), '['.repeat(depth) + ']'.repeat(depth));
      expect([deep.status, await deep.json()]).toMatchObject([400, { detail: expect.stringContaining('32 levels') }]);
    }
    expect(await received(listener)).toHaveLength(before);
  });

  /** As a proxy hands it on: with a name that is not localhost. Nothing else is answered under it. */
  function throughProxy(path: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { host: 'bots.example.org', 'content-type': 'text/plain' };
      request({ host: '127.0.0.1', port: house.server.port, path, method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end('from afar');
    });
  }

  it('opens nothing else to the world', async () => {
    expect(await throughProxy('/graphql')).toBe(403);
    expect(await throughProxy('/api/v1/hooks/../status')).toBe(404);
    expect(await throughProxy('/api/v1/hooks/%2e%2e/status')).toBe(404);
  });
});
