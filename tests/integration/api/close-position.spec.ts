import type { StrategyCommand } from '@libs/sdk';
import { DEPLOY, FAILURES, MARKET_TIME, NOBODY, SET_STATE, SYMBOL, withApi } from './api-house';

const house = withApi();
const CLOSE = `mutation ($deploymentId: ID!, $symbol: String!) {
  closePosition(deploymentId: $deploymentId, symbol: $symbol) {
    __typename ... on Order { clientOrderId deploymentId } ${FAILURES}
  }
}`;
const BUY: StrategyCommand = {
  kind: 'submit',
  symbol: SYMBOL,
  side: 'BUY',
  type: 'MARKET',
  quantity: '0.01',
  timeInForce: 'IOC',
  postOnly: false,
  reduceOnly: false,
};
const flatBar = { open: '50000', high: '50000', low: '50000', close: '50000', volume: '1' };

let deploymentId: string;

async function ordersOf(id: string): Promise<readonly { clientOrderId: string; status: string }[]> {
  const answer = await house.get(`/api/v1/orders?accountId=${house.accountId}`);
  const { items } = (await answer.json()) as { items: { clientOrderId: string; deploymentId: string; status: string }[] };
  return items.filter((order) => order.deploymentId === id);
}

async function filled(clientOrderId: string, side: 'BUY' | 'SELL'): Promise<void> {
  const terms = { quantity: '0.01', price: '50000', fee: '0', feeAsset: 'USDT', liquidity: 'TAKER' } as const;
  const market = { venueSymbol: 'BTCUSDT', category: 'linear', side } as const;
  await house.reported({ kind: 'execution', executionId: `e-${clientOrderId}`, clientOrderId, ...market, ...terms });
}

async function shares(): Promise<readonly { deploymentId: string; quantity: string }[]> {
  const answer = await house.get(`/api/v1/positions?accountId=${house.accountId}&byDeployment=true`);
  return (await answer.json()) as { deploymentId: string; quantity: string }[];
}

async function held(): Promise<readonly string[]> {
  return (await shares()).filter((position) => position.deploymentId === deploymentId).map(({ quantity }) => quantity);
}

async function closeOverRest(id: string, body: unknown, key: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await house.post(`/api/v1/deployments/${id}/close-position`, body, { 'idempotency-key': key });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** A strategy that has bought and then broke. */
beforeAll(async () => {
  const { id } = await house.answer(DEPLOY, { input: { accountId: house.accountId, strategy: 'listener', params: {} } });
  deploymentId = String(id);
  const bars = [{ start: MARKET_TIME - 60_000, ...flatBar }];
  await house.trader.take({ type: 'history', deploymentId, symbol: SYMBOL, interval: '1m', bars });
  await house.trader.answer(deploymentId);
  await house.trader.take({ type: 'bar', symbol: SYMBOL, interval: '1m', bar: { start: MARKET_TIME, ...flatBar } });
  await house.trader.answer(deploymentId, [BUY]);
  await filled((await ordersOf(deploymentId))[0]!.clientOrderId, 'BUY');
  await house.trader.take({ type: 'strategy-fault', deploymentId, hook: 'onBar', message: 'no' });
});

it('says of what cannot be closed why not', async () => {
  expect(await held()).toEqual(['0.01']);
  expect(await house.answer(CLOSE, { deploymentId: NOBODY, symbol: SYMBOL })).toMatchObject({ __typename: 'NotFound', what: 'deployment' });
  expect(await house.answer(CLOSE, { deploymentId, symbol: 'ETH/USDT' })).toMatchObject({ __typename: 'Refused', code: 'NO_POSITION' });
  expect(await closeOverRest(NOBODY, { symbol: SYMBOL }, 'nobody')).toMatchObject({ status: 404 });
  expect(await closeOverRest(deploymentId, {}, 'nothing')).toMatchObject({ status: 400, body: { field: 'symbol' } });
  const setState = (state: string) => house.answer(SET_STATE, { input: { accountId: house.accountId, state, reason: 'test' } });
  await setState('HALTED');
  expect(await house.answer(CLOSE, { deploymentId, symbol: SYMBOL })).toMatchObject({ code: 'TRADING_HALTED', value: 'HALTED' });
  await setState('ACTIVE');
});

it('closes the position of a strategy that broke in its own book, once, and leaves it in the audit chain', async () => {
  const order = { deploymentId, side: 'SELL', type: 'MARKET', quantity: '0.01', timeInForce: 'IOC', reduceOnly: true, tag: 'close' };
  const [first, again] = [
    await closeOverRest(deploymentId, { symbol: SYMBOL }, 'k'),
    await closeOverRest(deploymentId, { symbol: SYMBOL }, 'k'),
  ];
  expect(first).toMatchObject({ status: 200, body: { ...order, status: 'SUBMITTED' } });
  const clientOrderId = String(first.body['clientOrderId']);
  expect(again.body['clientOrderId']).toBe(clientOrderId);
  const audit = `SELECT actor, action FROM audit WHERE subject = $1`;
  expect(await house.dataSource.query(audit, [clientOrderId])).toEqual([{ actor: 'local', action: 'order.submit' }]);
  expect(await house.answer(CLOSE, { deploymentId, symbol: SYMBOL })).toMatchObject({ __typename: 'Refused', code: 'ALREADY_CLOSING' });
  await filled(clientOrderId, 'SELL');
  expect(await held()).toEqual(['0']);
  expect(await closeOverRest(deploymentId, { symbol: SYMBOL }, 'l')).toMatchObject({ status: 409, body: { title: 'NO_POSITION' } });
});

it('closes what was bought by hand, in the account whose hand it was', async () => {
  await house.tradeOnce();
  const byHand = (await shares()).find(({ quantity }) => quantity === '0.01');
  expect(byHand).toBeDefined();
  const { deploymentId: hand } = byHand!;
  expect(hand).not.toBe(deploymentId);
  const closing = await closeOverRest(hand, { symbol: SYMBOL }, 'by hand');
  expect(closing).toMatchObject({ status: 200, body: { deploymentId: hand, side: 'SELL', quantity: '0.01', reduceOnly: true } });
  await filled(String(closing.body['clientOrderId']), 'SELL');
  expect((await shares()).map(({ quantity }) => quantity)).toEqual(['0', '0']);
});

it('is documented', async () => {
  const { paths } = (await (await house.get('/docs/openapi.json')).json()) as { paths: Record<string, Record<string, unknown>> };
  expect(paths['/api/v1/deployments/{id}/close-position']?.['post']).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { required: ['symbol'] } } } },
  });
});
