import type { Order } from 'ccxt';
import { LINEAR } from '../../clients/ccxt-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { d, LinearBooks, type Row } from '../accounting';
import { Desk, LINEAR_MARKET, TICK } from './desk';

const START = '100000';
const raw = (order: Order | undefined): Row => (order?.info ?? {}) as Row;

async function waiting(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const [above, below] = [await desk.awayFrom(0.03), await desk.awayFrom(-0.03)];
  const stop = await desk.place('market', 'buy', 0.1, undefined, { triggerPrice: above, triggerDirection: 'ascending' });
  const limit = await desk.place('limit', 'buy', 0.1, below, {
    triggerPrice: below,
    triggerDirection: 'descending',
    triggerBy: 'MarkPrice',
  });
  const order = await desk.settled(stop, 'open');
  trial.same(
    'waits untriggered',
    [raw(order)['orderStatus'], raw(order)['stopOrderType'], order.triggerPrice],
    ['Untriggered', 'Stop', above],
  );
  trial.same(
    'keeps direction and source',
    [raw(await desk.order(limit))['triggerDirection'], raw(await desk.order(limit))['triggerBy']],
    [2, 'MarkPrice'],
  );
  const listed = await client.fetchOpenOrders(LINEAR, undefined, undefined, { trigger: true });
  trial.same('both are listed as trigger orders', listed.map(({ id }) => id).sort(), [stop, limit].sort());
  trial.same('they hold nothing back', (await client.fetchBalance())['USDT']!.used, 0);
  const passed = { triggerPrice: below, triggerDirection: 'ascending' };
  await trial.refuses('a trigger that has passed already is refused', /110092/, () => desk.place('market', 'buy', 0.1, undefined, passed));
  await client.cancelOrder(stop, LINEAR, { trigger: true });
  await client.cancelAllOrders(LINEAR, { trigger: true });
  const gone = [await desk.settled(stop, 'canceled'), await desk.settled(limit, 'canceled')];
  trial.same(
    'cancelled before the trigger they are deactivated',
    gone.map((one) => raw(one)['orderStatus']),
    ['Deactivated', 'Deactivated'],
  );
}

async function triggered(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { asks, bids } = await trial.venue.counterparty.book(LINEAR_MARKET);
  const [up, down] = [asks[0]!.price.plus(d('3')), bids[0]!.price.minus(d('6'))];
  const direction = { triggerDirection: 'ascending' };
  const stop = await desk.place('market', 'buy', 0.02, undefined, { triggerPrice: up.toNumber(), ...direction });
  const far = await desk.awayFrom(0.02);
  const touched = { triggerPrice: down.toNumber(), triggerDirection: 'descending' };
  const limit = await desk.place('limit', 'sell', 0.02, far, touched);
  await desk.print(up);
  const bought = await desk.settled(stop, 'closed');
  trial.same(
    'a rising stop buys at market',
    [bought.filled, raw(bought)['orderStatus'], raw(bought)['stopOrderType']],
    [0.02, 'Filled', 'Stop'],
  );
  trial.near('near its trigger', bought.average, up, Number(up) * 0.002);
  await desk.print(down);
  const rests = await trial.until('the limit order is in the book', async () => {
    const order = await desk.order(limit);
    return raw(order)['orderStatus'] === 'New' && order;
  });
  trial.same('a falling trigger puts its limit order into the book', [rests.price, rests.filled], [far, 0]);
  trial.holds('which then holds margin back', Number((await desk.client.fetchBalance())['USDT']!.used) > 0);
  const books = LinearBooks.of(await desk.executions());
  trial.same(
    'position and wallet follow',
    [(await desk.position())['size'], (await desk.wallet())['walletBalance']],
    ['0.02', books.wallet(START).toString()],
  );
}

async function exits(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  await desk.settled(await desk.place('market', 'buy', 0.04), 'closed');
  const { asks, bids } = await trial.venue.counterparty.book(LINEAR_MARKET);
  const [up, down] = [asks[0]!.price.plus(d('4')), bids[0]!.price.minus(d('4'))];
  const stop = (await client.createStopLossOrder(LINEAR, 'market', 'sell', 0.02, undefined, down.toNumber())).id!;
  const profit = (await client.createTakeProfitOrder(LINEAR, 'market', 'sell', 0.02, undefined, up.toNumber())).id!;
  const [waits, takes] = [await desk.settled(stop, 'open'), await desk.settled(profit, 'open')];
  trial.same(
    'are reduce-only triggers in either direction',
    [waits.stopLossPrice, takes.takeProfitPrice, waits.reduceOnly],
    [down.toNumber(), up.toNumber(), true],
  );
  await desk.print(up);
  trial.same('the take-profit sells when the price rises', (await desk.settled(profit, 'closed')).filled, 0.02);
  await desk.print(down);
  trial.same('the stop-loss sells when it falls', (await desk.settled(stop, 'closed')).filled, 0.02);
  const books = LinearBooks.of(await desk.executions());
  trial.same('the position is closed', (await desk.position())['size'], '0');
  trial.same('the wallet is start + realised − fees', (await desk.wallet())['walletBalance'], books.wallet(START));
}

async function attached(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const { asks } = await trial.venue.counterparty.book(LINEAR_MARKET);
  const [up, down] = [asks[0]!.price.plus(d('9')), asks[0]!.price.minus(d('900'))];
  const exits = { takeProfit: { triggerPrice: up.toNumber() }, stopLoss: { triggerPrice: down.toNumber() } };
  await desk.settled(await desk.place('market', 'buy', 0.03, undefined, exits), 'closed');
  const position = await client.fetchPosition(LINEAR);
  trial.same('the position carries them', [position.takeProfitPrice, position.stopLossPrice], [up.toNumber(), down.toNumber()]);
  const orders = await client.fetchOpenOrders(LINEAR);
  const kinds = orders.map((order) => raw(order)['stopOrderType']).sort();
  trial.same('and shows as two waiting orders', kinds, ['StopLoss', 'TakeProfit']);
  trial.holds(
    'that can only close',
    orders.every((order) => order.reduceOnly === true && order.side === 'sell' && raw(order)['orderStatus'] === 'Untriggered'),
  );
  await desk.print(up);
  await trial.until('the take-profit closes the position', async () => (await desk.position())['size'] === '0');
  const books = LinearBooks.of(await desk.executions());
  trial.same('the take-profit closes the whole', books.quantity, '0');
  trial.same('the wallet is start + realised − fees', (await desk.wallet())['walletBalance'], books.wallet(START));
  const last = (await desk.executions()).at(-1);
  trial.same('its fill says what it was', [last?.['stopOrderType'], last?.['side']], ['TakeProfit', 'Sell']);
  trial.same('the other one is gone', (await client.fetchOpenOrders(LINEAR)).length, 0);
}

async function trailing(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  await desk.settled(await desk.place('market', 'buy', 0.02), 'closed');
  // Far beyond what the market walks by itself between two prints.
  await desk.client.createTrailingAmountOrder(LINEAR, 'market', 'sell', 0.02, undefined, 60);
  trial.same('the position carries the distance', (await desk.position())['trailingStop'], '60');
  const last = await trial.venue.counterparty.last(LINEAR_MARKET);
  const top = last.plus(d('12'));
  await desk.print(top);
  const held = (await desk.position())['size'];
  // So deep a fall sweeps every other bid, and a stop that finds none is cancelled.
  const bid = await trial.venue.counterparty.rest({ ...LINEAR_MARKET, side: 'Buy', price: top.minus(d('67')), quantity: d('1') });
  await desk.print(top.minus(d('66')));
  await trial.until('the trailing stop closes the position', async () => (await desk.position())['size'] === '0');
  await trial.venue.counterparty.cancel(LINEAR_MARKET, bid);
  trial.same('holds while the price rises', held, '0.02');
  const rows = await desk.executions();
  trial.same('closes when it falls by the distance', [rows.at(-1)?.['stopOrderType'], rows.at(-1)?.['side']], ['TrailingStop', 'Sell']);
  trial.same('the wallet is start + realised − fees', (await desk.wallet())['walletBalance'], LinearBooks.of(rows).wallet(START));
}

async function oco(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  await desk.settled(await desk.place('market', 'sell', 0.05), 'closed');
  const last = await trial.venue.counterparty.last(LINEAR_MARKET);
  const [up, down] = [last.plus(d('900')).toMultipleOf(TICK, 'UP').toNumber(), last.minus(d('900')).toMultipleOf(TICK, 'DOWN').toNumber()];
  await client.createOrder(LINEAR, 'market', 'buy', 0, undefined, { stopLossPrice: up, takeProfitPrice: down });
  const position = await client.fetchPosition(LINEAR);
  trial.same(
    'for the whole position it carries both',
    [position.takeProfitPrice, position.stopLossPrice, (position.info as Row)['tpslMode']],
    [down, up, 'Full'],
  );
  const tp = down - 10;
  await client.createOrder(LINEAR, 'market', 'buy', 0.02, undefined, { stopLossPrice: up + 10, takeProfitPrice: tp });
  const parts = (await client.fetchOpenOrders(LINEAR)).filter((order) => String(raw(order)['stopOrderType']).startsWith('Partial'));
  trial.same(
    'for a part it adds a pair of that size',
    parts.map((order) => [raw(order)['stopOrderType'], Number(raw(order)['qty'])]).sort(),
    [
      ['PartialStopLoss', 0.02],
      ['PartialTakeProfit', 0.02],
    ],
  );
  await client.privatePostV5PositionTradingStop({
    category: 'linear',
    symbol: 'BTCUSDT',
    takeProfit: '0',
    stopLoss: '0',
    tpslMode: 'Full',
    positionIdx: 0,
  });
  const cleared = await client.fetchPosition(LINEAR);
  trial.same('zero takes the pair off the position', [Number(cleared.takeProfitPrice ?? 0), Number(cleared.stopLossPrice ?? 0)], [0, 0]);
  await desk.settled(await desk.place('market', 'buy', 0.05, undefined, { reduceOnly: true }), 'closed');
  const left = await trial.until('no waiting order is left', async () => (await client.fetchOpenOrders(LINEAR)).length === 0);
  trial.holds('closing the position takes the rest away', left);
}

export const CONDITIONALS: readonly Card[] = [
  {
    id: 'C20',
    client: 'ccxt',
    name: 'keeps trigger orders waiting',
    run: waiting,
    calls: ['createOrder', 'fetchOpenOrders', 'cancelOrder', 'cancelAllOrders'],
    expects: [
      ...['waits untriggered', 'keeps direction and source', 'both are listed as trigger orders', 'they hold nothing back'],
      ...['a trigger that has passed already is refused', 'cancelled before the trigger they are deactivated'],
    ],
    provokes: [110092],
  },
  {
    id: 'C21',
    client: 'ccxt',
    name: 'sets trigger orders off',
    calls: ['createOrder', 'fetchOrder'],
    run: triggered,
    expects: [
      ...['a rising stop buys at market', 'near its trigger', 'a falling trigger puts its limit order into the book'],
      ...['which then holds margin back', 'position and wallet follow'],
    ],
  },
  {
    id: 'C22',
    client: 'ccxt',
    name: 'sends stop-loss and take-profit orders',
    run: exits,
    calls: ['createStopLossOrder', 'createTakeProfitOrder'],
    expects: [
      ...[
        'are reduce-only triggers in either direction',
        'the take-profit sells when the price rises',
        'the stop-loss sells when it falls',
      ],
      ...['the position is closed', 'the wallet is start + realised − fees'],
    ],
  },
  {
    id: 'C23',
    client: 'ccxt',
    name: 'attaches take-profit and stop-loss',
    calls: ['createOrder', 'fetchPosition'],
    run: attached,
    expects: [
      ...['the position carries them', 'and shows as two waiting orders', 'that can only close', 'the take-profit closes the whole'],
      ...['the wallet is start + realised − fees', 'its fill says what it was', 'the other one is gone'],
    ],
  },
  {
    id: 'C24',
    client: 'ccxt',
    name: 'trails a stop',
    calls: ['createTrailingAmountOrder', 'fetchPosition'],
    run: trailing,
    expects: [
      ...['the position carries the distance', 'holds while the price rises', 'closes when it falls by the distance'],
      'the wallet is start + realised − fees',
    ],
  },
  {
    id: 'C25',
    client: 'ccxt',
    name: 'sets exits of a position, whole and in part',
    calls: ['createOrder', 'fetchOpenOrders'],
    run: oco,
    expects: [
      ...['for the whole position it carries both', 'for a part it adds a pair of that size', 'zero takes the pair off the position'],
      'closing the position takes the rest away',
    ],
  },
];
