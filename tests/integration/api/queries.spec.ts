import { NOBODY, PLACE, withApi } from './api-house';

const house = withApi();

describe('queries', () => {
  it('tell an account with its balances and value', async () => {
    const account = await house.answer(
      'query ($id: ID!) { account(id: $id) { name mode status tradingState makerFee balances { asset total } value { equity marketTime } } }',
      { id: house.accountId },
    );
    expect(account).toMatchObject({
      name: 'demo',
      mode: 'PAPER',
      status: 'READY',
      makerFee: '0.0002',
      balances: [{ asset: 'USDT', total: '100000' }],
    });
    expect(account['value']).toMatchObject({ equity: '100000' });
  });

  it('list the exchanges, tested or not', async () => {
    expect(await house.answer('{ exchanges { name verification tradable quote book } }')).toEqual([
      { name: 'ccxt:books', verification: 'UNVERIFIED', tradable: false, quote: null, book: 'POLL' },
    ]);
  });

  it('answer null or nothing about an id that is none', async () => {
    expect(
      await house.ask('{ account(id: "x") { id } positions(accountId: "x") { symbol } orders(accountId: "x") { items { symbol } } }'),
    ).toEqual({
      data: { account: null, positions: [], orders: { items: [] } },
    });
  });

  it('page orders from the newest on', async () => {
    const ids = [await house.tradeOnce(), await house.tradeOnce()];
    const first = await house.answer(
      'query ($id: ID!) { orders(accountId: $id, first: 1) { items { clientOrderId averagePrice status } nextCursor } }',
      { id: house.accountId },
    );
    expect(first['items']).toEqual([{ clientOrderId: ids[1], averagePrice: '49000', status: 'FILLED' }]);
    const second = await house.answer(
      'query ($id: ID!, $after: String) { orders(accountId: $id, first: 1, after: $after) { items { clientOrderId } } }',
      { id: house.accountId, after: first['nextCursor'] },
    );
    expect(second['items']).toEqual([{ clientOrderId: ids[0] }]);
  });

  it('give the open orders alone, over GraphQL and REST, though newer ones are over', async () => {
    const placed = await house.post('/api/v1/orders', house.limitBuy('0.01', '49000'));
    const { clientOrderId } = (await placed.json()) as { clientOrderId: string };
    await house.tradeOnce();
    const ids = (items: unknown) => (items as { clientOrderId: string }[]).map((item) => item.clientOrderId);
    const text = 'query ($id: ID!) { orders(accountId: $id, open: true) { items { clientOrderId } nextCursor } }';
    expect(ids((await house.answer(text, { id: house.accountId }))['items'])).toEqual([clientOrderId]);
    const address = `/api/v1/orders?accountId=${house.accountId}`;
    const rest = (await (await house.get(`${address}&open=true`)).json()) as { items: unknown };
    expect(ids(rest.items)).toEqual([clientOrderId]);
    expect((await house.get(`${address}&open=1`)).status).toBe(400);
  });

  it('refuse a cursor that no page gave', async () => {
    const { errors } = await house.ask('query ($id: ID!) { orders(accountId: $id, after: "zz") { nextCursor } }', { id: house.accountId });
    expect(errors?.[0]).toMatchObject({ message: expect.stringContaining('"zz"'), extensions: { code: 'BAD_USER_INPUT' } });
  });

  it.each([
    ['orders', 'first', 0, 'from 1 to 500'],
    ['fills', 'first', 501, 'from 1 to 500'],
    ['equityCurve', 'points', -1, 'from 2 to 5000'],
    ['candles', 'limit', 1001, 'from 1 to 1000'],
  ])('refuse %s with %s %d', async (field, argument, value, range) => {
    const rest = field === 'candles' ? `, symbol: "BTC/USDT:USDT", interval: "1m"` : '';
    const { errors } = await house.ask(`{ ${field}(accountId: "${NOBODY}", ${argument}: ${value}${rest}) { __typename } }`);
    expect(errors?.[0]).toMatchObject({
      message: `${argument} is ${value}; it must be ${range}.`,
      extensions: { code: 'BAD_USER_INPUT', field: argument, limit: range, value: String(value) },
    });
  });

  it('refuse an interval that no market has', async () => {
    const { errors } = await house.ask('query ($id: ID!) { candles(accountId: $id, symbol: "BTC/USDT:USDT", interval: "7m") { start } }', {
      id: house.accountId,
    });
    expect(errors?.[0]?.message).toMatch(/^interval is 7m; it must be one of 1m, 3m/);
  });

  it('say in words that a number is not decimal text', async () => {
    const { errors } = await house.ask(PLACE, { input: { ...house.limitBuy('0.01', '49000'), quantity: 0.01 } });
    expect(errors?.[0]?.message).toMatch(/a Decimal is text such as "0.1", not the number 0.01/);
  });
});
