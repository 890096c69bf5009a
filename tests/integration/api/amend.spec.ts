import { FAILURES, NOBODY, PLACE, withApi } from './api-house';

const house = withApi();
const AMEND = `mutation ($input: AmendOrderInput!) { amendOrder(input: $input) { __typename ... on Order { clientOrderId status quantity price } ${FAILURES} } }`;

/** An order by hand that rests at the venue. */
async function resting(price = '49000'): Promise<string> {
  const placed = await house.answer(PLACE, { input: house.limitBuy('0.01', price) });
  const clientOrderId = String(placed['clientOrderId']);
  await house.reported({ kind: 'accepted', clientOrderId, venueOrderId: `v-${clientOrderId}` });
  return clientOrderId;
}

function amend(clientOrderId: string, more: object) {
  return house.answer(AMEND, { input: { accountId: house.accountId, clientOrderId, ...more } });
}

async function dispatched(clientOrderId: string): Promise<readonly unknown[]> {
  const text = `SELECT ticket -> 'amendment' AS asked FROM dispatch WHERE client_order_id = $1 AND kind = 'amend'`;
  const rows = await house.dataSource.query<{ asked: unknown }[]>(text, [clientOrderId]);
  return rows.map(({ asked }) => asked);
}

function patch(clientOrderId: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const url = `http://127.0.0.1:${house.server.port}/api/v1/orders/${clientOrderId}`;
  return fetch(url, { method: 'PATCH', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
}

describe('amendOrder', () => {
  it('asks the venue, shows the order as it is once that has taken it, and is in the audit chain', async () => {
    const clientOrderId = await resting();
    expect(await amend(clientOrderId, { price: '49100.0' })).toEqual({
      __typename: 'Order',
      clientOrderId,
      status: 'PENDING_UPDATE',
      quantity: '0.01',
      price: '49000',
    });
    expect(await dispatched(clientOrderId)).toEqual([{ price: '49100' }]);
    const terms = { quantity: '0.01', price: '49100', filledQuantity: '0' };
    await house.reported({ kind: 'order', clientOrderId, venueOrderId: `v-${clientOrderId}`, status: 'ACCEPTED', ...terms });
    const shown = await house.answer('query ($id: ID!) { order(clientOrderId: $id) { __typename status price } }', { id: clientOrderId });
    expect(shown).toMatchObject({ status: 'ACCEPTED', price: '49100' });
    const audit = `SELECT actor, body -> 'amendment' AS asked FROM audit WHERE subject = $1 AND action = 'order.amend'`;
    expect(await house.dataSource.query(audit, [clientOrderId])).toEqual([{ actor: 'local', asked: { price: '49100' } }]);
  });

  it('asks once for two requests with one key, and refuses the key for other terms', async () => {
    const clientOrderId = await resting();
    const first = await amend(clientOrderId, { quantity: '0.009', idempotencyKey: 'less' });
    expect(await amend(clientOrderId, { quantity: '0.009', idempotencyKey: 'less' })).toEqual(first);
    expect(await amend(clientOrderId, { quantity: '0.008', idempotencyKey: 'less' })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await dispatched(clientOrderId)).toEqual([{ quantity: '0.009' }]);
  });

  it.each([
    [{ price: '49000.15' }, { __typename: 'InvalidInput', field: 'price', bound: '0.1 USDT', given: '49000.15 USDT' }],
    [{ quantity: '0.0105' }, { __typename: 'InvalidInput', field: 'quantity', bound: '0.001 BTC', given: '0.0105 BTC' }],
    [{ quantity: '0.5' }, { __typename: 'Refused', code: 'MAX_POSITION_SIZE' }],
    [
      { quantity: '0.01', price: '49000' },
      { __typename: 'Refused', code: 'INVALID_REQUEST', limit: 'another quantity or price' },
    ],
    [{}, { __typename: 'InvalidInput', field: 'quantity', bound: 'given, or a price' }],
    [
      { accountId: NOBODY, price: '49100' },
      { __typename: 'NotFound', what: 'order' },
    ],
    [
      { clientOrderId: 'nothing', price: '49100' },
      { __typename: 'NotFound', what: 'order', missing: 'nothing' },
    ],
  ])('says why not: %j', async (more, refusal) => {
    const clientOrderId = await resting();
    expect(await amend(clientOrderId, more)).toMatchObject(refusal);
    expect(await dispatched(clientOrderId)).toEqual([]);
  });

  it('refuses what has another change under way, and what is over', async () => {
    const clientOrderId = await resting();
    await amend(clientOrderId, { price: '48900' });
    expect(await amend(clientOrderId, { price: '48800' })).toMatchObject({
      code: 'INVALID_REQUEST',
      message: `order ${clientOrderId} is PENDING_UPDATE and cannot be amended now`,
    });
    const filled = await house.tradeOnce();
    expect(await amend(filled, { price: '48900' })).toMatchObject({ code: 'INVALID_REQUEST', limit: 'open', value: 'FILLED' });
  });
});

describe('an order over REST', () => {
  it('is amended, once for a key', async () => {
    const clientOrderId = await resting();
    for (const _ of [1, 2]) {
      const answer = await patch(clientOrderId, { price: '49200' }, { 'idempotency-key': 'rest' });
      expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ clientOrderId, status: 'PENDING_UPDATE' })]);
    }
    expect(await dispatched(clientOrderId)).toEqual([{ price: '49200' }]);
  });

  it('says what is wrong with the terms, and with the order', async () => {
    const clientOrderId = await resting();
    const problem = async (body: object, id = clientOrderId): Promise<unknown> => (await patch(id, body)).json();
    expect(await problem({ price: 49_200 })).toMatchObject({ status: 400, field: 'price', value: '49200' });
    expect(await problem({ side: 'SELL' })).toMatchObject({ status: 400, field: 'side', limit: 'one of quantity, price' });
    expect(await problem({ price: '49000.15' })).toMatchObject({ status: 400, field: 'price', limit: '0.1 USDT' });
    expect(await problem({ quantity: '0.5' })).toMatchObject({ status: 409, title: 'MAX_POSITION_SIZE' });
    expect(await problem({ price: '49200' }, 'nothing')).toMatchObject({ status: 404, detail: 'There is no order nothing.' });
  });

  it('answers with the id of the command when the core says nothing within two seconds', async () => {
    const clientOrderId = await resting();
    await house.trader.stop();
    try {
      const answer = await patch(clientOrderId, { price: '49200' });
      expect([answer.status, await answer.json()]).toEqual([202, { commandId: expect.any(String) as string }]);
    } finally {
      house.trader.start();
    }
  });
});
