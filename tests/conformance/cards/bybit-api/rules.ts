import { setTimeout as wait } from 'node:timers/promises';
import { bybitStream } from '../../clients/bybit-api-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { d, type Row } from '../accounting';
import { LINEAR_MARKET } from '../ccxt/desk';
import { BybitDesk, ok, PERPETUAL, rowsOf } from './desk';

const OWN = '0.05';

/** Rests at the best bid and sells into it; what stood before it is taken along. Undefined when the market moved meanwhile. */
async function meetOneself(desk: BybitDesk, smpType: string): Promise<{ maker: Row; taker: Row } | undefined> {
  const { bids } = await desk.trial.venue.counterparty.book(LINEAR_MARKET);
  const price = bids[0]!.price.toString();
  const maker = await desk.place('Buy', OWN, { price, timeInForce: 'PostOnly' });
  const qty = bids[0]!.size.plus(d(OWN)).plus(d(OWN)).toString();
  const taker = await desk.place('Sell', qty, { price, timeInForce: 'IOC', smpType });
  const both = { maker: await desk.order(maker), taker: await desk.order(taker) };
  const hasMet = [both.maker, both.taker].some((row) => row['cancelType'] === 'CancelBySmp');
  await ok(desk.client.cancelAllOrders(PERPETUAL));
  return hasMet ? both : undefined;
}

async function selfTrade(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial, { balances: { USDT: '100000000' }, rateTier: 'pro1' });
  const met = (smpType: string): Promise<{ maker: Row; taker: Row }> => trial.until(`${smpType} at work`, () => meetOneself(desk, smpType));
  const first = await met('CancelMaker');
  trial.same(
    'CancelMaker takes the resting order away',
    [first.maker['orderStatus'], first.maker['cancelType'], first.maker['cumExecQty']],
    ['Cancelled', 'CancelBySmp', '0'],
  );
  trial.same('and says whose policy it was', first.taker['smpType'], 'CancelMaker');
  const second = await met('CancelTaker');
  trial.same(
    'CancelTaker stops the taker',
    [second.taker['cancelType'], second.maker['cancelType'] === 'CancelBySmp'],
    ['CancelBySmp', false],
  );
  const third = await met('CancelBoth');
  trial.same('CancelBoth ends both', [third.taker['cancelType'], third.maker['cancelType']], ['CancelBySmp', 'CancelBySmp']);
  const rows = await desk.executions();
  const meetings = rows.filter((one) => one['side'] === 'Buy' && rows.some((other) => other['side'] === 'Sell' && areOneTrade(one, other)));
  trial.same('nothing was traded with oneself', meetings, []);
}

function areOneTrade(one: Row, other: Row): boolean {
  return ['execTime', 'execPrice', 'execQty'].every((field) => one[field] === other[field]);
}

async function caps(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const { client } = desk;
  const triggerPrice = await desk.awayFrom(0.03);
  const one = { symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '0.001', triggerPrice, triggerDirection: 1 } as const;
  const codes: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    const answer = await client.batchSubmitOrders(
      'linear',
      Array.from({ length: 6 }, () => one),
    );
    codes.push(...((answer.retExtInfo as unknown as { list: { code: number }[] }).list ?? []).map(({ code }) => code));
    await wait(1_100);
  }
  trial.same('ten conditional orders of a market are let wait', codes.filter((code) => code === 0).length, 10);
  trial.holds(
    'the eleventh is refused',
    codes.slice(10).every((code) => code !== 0 && code !== 10006),
    codes.join(' '),
  );
  trial.same('they are listed', rowsOf(await ok(client.getActiveOrders({ ...PERPETUAL, orderFilter: 'StopOrder' }))).length, 10);
  const gone = await ok(client.cancelAllOrders({ ...PERPETUAL, orderFilter: 'StopOrder' }));
  trial.same('and cancelled at once', rowsOf(gone).length, 10);
}

async function disconnection(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const { client } = desk;
  await ok(client.setDisconnectCancelAllWindowV2({ product: 'DERIVATIVES', timeWindow: 3 }));
  const info = (await ok(client.getDCPInfo())) as unknown as { dcpInfos: Row[] };
  const rule = info.dcpInfos.find((row) => row['product'] === 'DERIVATIVES');
  trial.same('the window is set', [rule?.['dcpStatus'], Number(rule?.['timeWindow'])], ['ON', 3]);
  const stream = bybitStream(trial, '/v5/private', desk.keys);
  const subscribed = new Promise((resolve) => stream.once('response', resolve));
  for (const promise of stream.subscribeV5(['dcp.future'], 'linear', true)) void promise.catch(() => undefined);
  await subscribed;
  const orderId = await desk.place('Buy', '0.01', { price: await desk.awayFrom(-0.02) });
  await wait(3_500);
  trial.same('while the connection lives the order rests', (await desk.order(orderId))['orderStatus'], 'New');
  stream.closeAll(true);
  const order = await desk.settled(orderId, 'Cancelled');
  trial.same('when it is lost the order goes', order['cancelType'], 'CancelByDCP');
}

export const BYBIT_RULES: readonly Card[] = [
  {
    id: 'B30',
    client: 'bybit-api',
    name: 'meets its own orders',
    calls: ['submitOrder'],
    run: selfTrade,
    expects: [
      ...['CancelMaker takes the resting order away', 'and says whose policy it was', 'CancelTaker stops the taker'],
      ...['CancelBoth ends both', 'nothing was traded with oneself'],
    ],
  },
  {
    id: 'B31',
    client: 'bybit-api',
    name: 'is held to ten conditional orders',
    run: caps,
    calls: ['batchSubmitOrders', 'getActiveOrders', 'cancelAllOrders'],
    expects: ['ten conditional orders of a market are let wait', 'the eleventh is refused', 'they are listed', 'and cancelled at once'],
  },
  {
    id: 'B32',
    client: 'bybit-api',
    name: 'loses its connection under a dead man’s switch',
    isPatient: true,
    run: disconnection,
    calls: ['setDisconnectCancelAllWindowV2', 'getDCPInfo', 'subscribeV5'],
    expects: ['the window is set', 'while the connection lives the order rests', 'when it is lost the order goes'],
  },
];
