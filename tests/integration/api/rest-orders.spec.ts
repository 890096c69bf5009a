import { NOBODY, SYMBOL, withApi } from './api-house';

const house = withApi();

async function place(body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await house.post('/api/v1/orders', body, headers);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function cancel(clientOrderId: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`http://127.0.0.1:${house.server.port}/api/v1/orders/${clientOrderId}`, { method: 'DELETE' });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** What of an order is on its way to the venue. */
async function dispatched(clientOrderId: string): Promise<readonly string[]> {
  const text = `SELECT kind FROM dispatch WHERE client_order_id = $1 ORDER BY kind DESC`;
  return (await house.dataSource.query<{ kind: string }[]>(text, [clientOrderId])).map(({ kind }) => kind);
}

/** One by hand that rests at the venue. */
async function resting(): Promise<string> {
  const { body } = await place(house.limitBuy('0.01', '49000'));
  const clientOrderId = String(body['clientOrderId']);
  await house.reported({ kind: 'accepted', clientOrderId, venueOrderId: `v-${clientOrderId}` });
  return clientOrderId;
}

describe('POST /api/v1/orders', () => {
  it('places an order once for a key, and leaves it in the audit chain', async () => {
    const headers = { 'idempotency-key': 'once' };
    const input = { ...house.limitBuy('0.01', '49000.0'), postOnly: true, tag: 'mine' };
    const [first, again] = [await place(input, headers), await place(input, headers)];
    const order = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', quantity: '0.01', price: '49000', timeInForce: 'GTC' };
    expect(first).toMatchObject({ status: 200, body: { ...order, postOnly: true, reduceOnly: false, tag: 'mine', status: 'SUBMITTED' } });
    expect(first.body).not.toHaveProperty('__typename');
    expect(again.body['clientOrderId']).toBe(first.body['clientOrderId']);
    const clientOrderId = String(first.body['clientOrderId']);
    expect(await dispatched(clientOrderId)).toEqual(['submit']);
    const audit = `SELECT DISTINCT actor FROM audit WHERE subject = $1`;
    expect(await house.dataSource.query(audit, [clientOrderId])).toEqual([{ actor: 'local' }]);
    expect(await place({ ...input, quantity: '0.02' }, headers)).toMatchObject({ status: 409, body: { title: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('fills in what a market order leaves out', async () => {
    const { body } = await place({ accountId: house.accountId, symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: '0.001' });
    expect(body).toMatchObject({ type: 'MARKET', price: null, timeInForce: 'IOC', status: 'SUBMITTED' });
  });

  it.each<[object, number, object]>([
    [{ side: 'LONG' }, 400, { field: 'side', limit: 'BUY or SELL', value: '"LONG"' }],
    [{ quantity: 0.01 }, 400, { field: 'quantity', limit: 'an exact decimal as text such as "0.001"', value: '0.01' }],
    [{ quantity: undefined }, 400, { field: 'quantity' }],
    [{ stop: '48000' }, 400, { field: 'stop', value: 'not a field' }],
    [{ price: '49000.15' }, 400, { field: 'price', limit: '0.1 USDT' }],
    [{ symbol: 'DOGE/USDT' }, 400, { field: 'symbol', limit: `one of ${SYMBOL}` }],
    [{ quantity: '0.5' }, 409, { title: 'MAX_POSITION_SIZE' }],
    [{ accountId: NOBODY }, 404, { title: 'There is no such account' }],
  ])('says what is wrong with %j', async (more, status, problem) => {
    expect(await place({ ...house.limitBuy('0.01', '49000'), ...more })).toMatchObject({ status, body: problem });
  });

  it.each(['buy it', [], null])('takes no body but an object: %j', async (body) => {
    expect((await place(body)).status).toBe(400);
  });

  it('answers with the id of the command when the core says nothing within two seconds', async () => {
    await house.trader.stop();
    try {
      const { status, body } = await place(house.limitBuy('0.001', '48000'));
      expect([status, body]).toEqual([202, { commandId: expect.any(String) as string }]);
    } finally {
      house.trader.start();
    }
  });
});

describe('DELETE /api/v1/orders/:clientOrderId', () => {
  it('asks for the cancel, once', async () => {
    const clientOrderId = await resting();
    for (const _ of [1, 2])
      expect(await cancel(clientOrderId)).toMatchObject({ status: 200, body: { clientOrderId, status: 'PENDING_CANCEL' } });
    expect(await dispatched(clientOrderId)).toEqual(['submit', 'cancel']);
  });

  it('says of an order that is over, and of one that there is not, why not', async () => {
    const filled = await house.tradeOnce();
    expect(await cancel(filled)).toMatchObject({
      status: 409,
      body: { title: 'ORDER_CLOSED', detail: 'The order is FILLED and cannot be cancelled any more.' },
    });
    expect(await cancel('nothing')).toMatchObject({ status: 404, body: { detail: 'There is no order nothing.' } });
  });
});

it('is documented', async () => {
  const { paths } = (await (await house.get('/docs/openapi.json')).json()) as { paths: Record<string, Record<string, unknown>> };
  expect(paths['/api/v1/orders']?.['post']).toMatchObject({
    requestBody: {
      content: { 'application/json': { schema: { required: expect.arrayContaining(['accountId', 'symbol', 'side', 'type']) } } },
    },
  });
  expect(paths['/api/v1/orders/{clientOrderId}']).toHaveProperty('delete');
});
