import { SPOT } from '../../clients/ccxt-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { d, spotBalances, sum, type Row } from '../accounting';
import { Desk, SPOT_MARKET } from './desk';

const START = { USDT: '50000', BTC: '2' } as const;
const orderIn = (desk: Desk, ...[type, side, amount, price, params]: Parameters<Desk['place']>): Promise<string> =>
  desk.place(type, side, amount, price, params, SPOT);

async function balancesFollow(trial: Trial, desk: Desk, what: string): Promise<void> {
  const expected = spotBalances(await desk.executions(SPOT), START);
  const actual = [(await desk.wallet('BTC'))['walletBalance'], (await desk.wallet('USDT'))['walletBalance']];
  trial.same(what, actual, [expected['BTC']!.toString(), expected['USDT']!.toString()]);
}

async function market(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial, { balances: START });
  const { client } = desk;
  const byCost = (await client.createMarketBuyOrderWithCost(SPOT, 1_000)).id!;
  await desk.settled(byCost, 'closed', SPOT);
  const bought = await desk.executions(SPOT, byCost);
  const cost = sum(bought, 'execValue').toNumber();
  trial.holds('a purchase by cost spends that much', cost <= 1_000 && cost > 999, String(cost));
  trial.same('its fee is paid in the coin', [...new Set(bought.map((row) => row['feeCurrency']))], ['BTC']);
  const byAmount = await orderIn(desk, 'market', 'buy', 0.01);
  trial.same('a purchase by amount buys that much', sum(await filledRows(desk, byAmount), 'execQty'), '0.01');
  const inferred = await orderIn(desk, 'market', 'buy', 0.01, 50_000);
  const spent = sum(await filledRows(desk, inferred), 'execValue').toNumber();
  trial.holds('with a price it spends amount × price', spent <= 500 && spent > 498, String(spent));
  const sold = await orderIn(desk, 'market', 'sell', 0.02);
  const rows = await filledRows(desk, sold);
  trial.same('a sale by amount sells that much', sum(rows, 'execQty'), '0.02');
  trial.same('its fee is paid in the quote', [...new Set(rows.map((row) => row['feeCurrency']))], ['USDT']);
  const forCost = (await client.createMarketSellOrderWithCost(SPOT, 700)).id!;
  const earned = sum(await filledRows(desk, forCost), 'execValue').toNumber();
  trial.holds('a sale by cost earns that much', earned <= 701 && earned > 699, String(earned));
  await balancesFollow(trial, desk, 'balances are the sum of fills and fees');
  trial.same('a spot trade opens no position', (await client.fetchPositions(undefined, { type: 'swap' })).length, 0);
}

async function filledRows(desk: Desk, id: string): Promise<readonly Row[]> {
  await desk.settled(id, 'closed', SPOT);
  return desk.executions(SPOT, id);
}

async function limits(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial, { balances: START });
  const { client } = desk;
  const low = await desk.awayFrom(-0.02, SPOT_MARKET);
  const high = await desk.awayFrom(0.02, SPOT_MARKET);
  const buy = await orderIn(desk, 'limit', 'buy', 0.1, low);
  const sell = await orderIn(desk, 'limit', 'sell', 0.5, high, { postOnly: true });
  const open = await client.fetchOpenOrders(SPOT);
  trial.same('both rest', open.map(({ id }) => id).sort(), [buy, sell].sort());
  trial.near('a purchase locks its price', (await desk.wallet())['locked'], low * 0.1, low * 0.1 * 0.002);
  trial.near('a sale locks its coins', (await desk.wallet('BTC'))['locked'], 0.5, 0.001);
  const balance = await client.fetchBalance();
  trial.near('what is locked is not free', balance['BTC']!.free, 1.5, 0.001);
  await client.editOrder(buy, SPOT, 'limit', 'buy', 0.2, low);
  trial.near('a larger one locks more', (await desk.wallet())['locked'], low * 0.2, low * 0.2 * 0.002);
  await trial.refuses('more than is free is refused', /InsufficientFunds.*170131/, () => orderIn(desk, 'limit', 'sell', 1.6, high));
  await trial.refuses('an unknown order is not found', /OrderNotFound.*170213/, () => client.cancelOrder('123', SPOT));
  await client.cancelOrder(buy, SPOT);
  const all = await client.cancelAllOrders(SPOT);
  trial.same(
    'cancelling all takes the other',
    all.map(({ id }) => id),
    [sell],
  );
  trial.same('and unlocks everything', [(await desk.wallet())['locked'], (await desk.wallet('BTC'))['locked']], ['0', '0']);
}

async function makerFill(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial, { balances: START });
  const { counterparty } = trial.venue;
  const id = await trial.until('a fill as maker', async () => {
    const { bids } = await counterparty.book(SPOT_MARKET);
    const order = await orderIn(desk, 'limit', 'buy', 0.02, bids[0]!.price.toNumber(), { postOnly: true });
    await counterparty.take({ ...SPOT_MARKET, side: 'Sell', price: bids[0]!.price, quantity: bids[0]!.size.plus(d('0.02')) });
    const { status } = await desk.order(order, SPOT);
    if (status === 'closed') return order;
    if (status === 'open') await desk.client.cancelOrder(order, SPOT).catch(() => undefined);
    return false;
  });
  const rows = await desk.executions(SPOT, id);
  trial.holds('it fills as maker', rows.length > 0 && rows.every((row) => String(row['isMaker']) === 'true'));
  await balancesFollow(trial, desk, 'at the maker rate, paid in the coin');
}

async function conditional(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial, { balances: START });
  const { client } = desk;
  const { asks } = await trial.venue.counterparty.book(SPOT_MARKET);
  const up = asks[0]!.price.plus(d('3'));
  const stop = await orderIn(desk, 'market', 'sell', 0.1, undefined, { triggerPrice: up.toNumber() });
  const listed = await client.fetchOpenOrders(SPOT, undefined, undefined, { trigger: true });
  trial.same(
    'a trigger order waits',
    listed.map(({ id, info }) => [id, (info as Row)['orderStatus']]),
    [[stop, 'Untriggered']],
  );
  trial.same('and locks nothing', (await desk.wallet('BTC'))['locked'], '0');
  const far = await desk.awayFrom(-0.03, SPOT_MARKET);
  const loss = await orderIn(desk, 'market', 'sell', 0.3, undefined, { stopLossPrice: far });
  trial.near('a stop-loss order locks its coins', (await desk.wallet('BTC'))['locked'], 0.3, 0.001);
  await desk.print(up, SPOT_MARKET);
  await trial.until('the trigger order sells', async () => (await desk.executions(SPOT)).length > 0);
  trial.same('the trigger sells at market', sum(await desk.executions(SPOT), 'execQty'), '0.1');
  await client.cancelOrder(loss, SPOT, { orderFilter: 'tpslOrder' });
  trial.same('cancelling unlocks', (await desk.wallet('BTC'))['locked'], '0');
  await balancesFollow(trial, desk, 'balances are the sum of fills and fees');
}

async function attachedExits(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial, { balances: START });
  const { client } = desk;
  const { asks } = await trial.venue.counterparty.book(SPOT_MARKET);
  const [high, low] = [await desk.awayFrom(0.05, SPOT_MARKET), await desk.awayFrom(-0.05, SPOT_MARKET)];
  const price = asks[0]!.price.plus(d('20')).toNumber();
  const id = await orderIn(desk, 'limit', 'buy', 0.05, price, { takeProfit: { triggerPrice: high }, stopLoss: { triggerPrice: low } });
  await desk.settled(id, 'closed', SPOT);
  const waiting = await trial.until('exits', async () => {
    const orders = await client.fetchOpenOrders(SPOT);
    return orders.length > 0 && orders;
  });
  trial.holds(
    'a filled order leaves its exits waiting',
    waiting.every((order) => order.side === 'sell' && (order.info as Row)['orderStatus'] === 'Untriggered'),
    JSON.stringify(waiting.map(({ info }) => info)),
  );
  await client.cancelAllOrders(SPOT, { orderFilter: (waiting[0]!.info as Row)['stopOrderType'] === 'OcoOrder' ? 'OcoOrder' : 'tpslOrder' });
  for (const order of await client.fetchOpenOrders(SPOT))
    await client.cancelOrder(order.id!, SPOT, { orderFilter: (order.info as Row)['stopOrderType'] });
  trial.same('which can be cancelled', (await client.fetchOpenOrders(SPOT)).length, 0);
  await balancesFollow(trial, desk, 'balances are the sum of fills and fees');
}

export const SPOT_CARDS: readonly Card[] = [
  {
    id: 'C50',
    client: 'ccxt',
    name: 'buys and sells spot at market',
    run: market,
    calls: ['createMarketBuyOrderWithCost', 'createOrder', 'createMarketSellOrderWithCost'],
    expects: [
      ...['a purchase by cost spends that much', 'its fee is paid in the coin', 'a purchase by amount buys that much'],
      ...['with a price it spends amount × price', 'a sale by amount sells that much', 'its fee is paid in the quote'],
      ...['a sale by cost earns that much', 'balances are the sum of fills and fees', 'a spot trade opens no position'],
    ],
  },
  {
    id: 'C51',
    client: 'ccxt',
    name: 'rests spot orders',
    run: limits,
    calls: ['createOrder', 'fetchOpenOrders', 'editOrder', 'cancelOrder', 'cancelAllOrders'],
    expects: [
      ...['both rest', 'a purchase locks its price', 'a sale locks its coins', 'what is locked is not free', 'a larger one locks more'],
      ...['more than is free is refused', 'an unknown order is not found', 'cancelling all takes the other', 'and unlocks everything'],
    ],
    provokes: [170131, 170213],
  },
  {
    id: 'C52',
    client: 'ccxt',
    name: 'is filled as maker on spot',
    calls: ['createOrder', 'fetchMyTrades'],
    run: makerFill,
    expects: ['it fills as maker', 'at the maker rate, paid in the coin'],
    provokes: [170139, 170142, 170213],
  },
  {
    id: 'C53',
    client: 'ccxt',
    name: 'sends spot trigger and stop-loss orders',
    run: conditional,
    calls: ['createOrder', 'fetchOpenOrders', 'cancelOrder'],
    expects: [
      ...['a trigger order waits', 'and locks nothing', 'a stop-loss order locks its coins', 'the trigger sells at market'],
      ...['cancelling unlocks', 'balances are the sum of fills and fees'],
    ],
  },
  {
    id: 'C54',
    client: 'ccxt',
    name: 'attaches exits to a spot order',
    calls: ['createOrder', 'cancelAllOrders'],
    run: attachedExits,
    expects: ['a filled order leaves its exits waiting', 'which can be cancelled', 'balances are the sum of fills and fees'],
  },
];
