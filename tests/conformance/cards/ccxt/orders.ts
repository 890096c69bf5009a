import { LINEAR } from '../../clients/ccxt-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { FEES } from '../../venue/keys';
import { d, feeOf, filled, LinearBooks, oldestFirst, sum, walk } from '../accounting';
import { Desk, LINEAR_MARKET } from './desk';

const START = '100000';

async function balanceAndFees(trial: Trial): Promise<void> {
  const { client } = await Desk.open(trial, { balances: { USDT: '12345.678901', BTC: '1.5' } });
  const balance = await client.fetchBalance();
  trial.same('shows what was paid in', [balance['USDT']?.total, balance['BTC']?.total], [12345.678901, 1.5]);
  trial.same('all of it is free', [balance['USDT']?.free, balance['BTC']?.used], [12345.678901, 0]);
  const fee = await client.fetchTradingFee(LINEAR);
  trial.same('names the rates of this account', [fee.maker, fee.taker], [Number(FEES.maker), Number(FEES.taker)]);
  const fees = await client.fetchTradingFees({ category: 'linear' });
  trial.same('names them for all markets', [fees[LINEAR]?.maker, fees['ETH/USDT:USDT']?.taker], [Number(FEES.maker), Number(FEES.taker)]);
}

async function marketOrders(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const quantity = d('0.8');
  const atBest = await trial.until('a fill that meets the book just read', async () => {
    const book = await trial.venue.counterparty.book(LINEAR_MARKET);
    const id = await desk.place('market', 'buy', quantity.toNumber());
    const rows = await trial.until('executions', async () => {
      const found = await desk.executions(LINEAR, id);
      return sum(found, 'execQty').eq(quantity) && found;
    });
    return filled(rows) === walk(book.asks, quantity);
  });
  trial.holds('takes the book level by level from the best ask', atBest);
  const bought = LinearBooks.of(await desk.executions());
  const position = await client.fetchPosition(LINEAR);
  trial.same('the position is the sum of the fills', [position.side, position.contracts], ['long', bought.quantity.toNumber()]);
  trial.near('its entry is their average', position.entryPrice, bought.average, 0.00001);
  trial.same('the wallet has paid the fees', (await desk.wallet())['walletBalance'], bought.wallet(START));
  const sold = await desk.place('market', 'sell', bought.quantity.toNumber(), undefined, { reduceOnly: true });
  await desk.settled(sold, 'closed');
  const rows = await desk.executions();
  const books = LinearBooks.of(rows);
  trial.same('closing leaves no position', [(await desk.position())['size'], books.quantity], ['0', '0']);
  trial.same('the wallet is start + realised − fees', (await desk.wallet())['walletBalance'], books.wallet(START));
  const wrong = rows.filter((row) => !feeOf(row).eq(d(row['execFee'])));
  trial.same('each fee is price × quantity × taker rate', wrong, []);
  trial.holds(
    'every fill is a taker',
    rows.every((row) => String(row['isMaker']) === 'false' && row['feeRate'] === FEES.taker),
  );
  const order = await desk.order(sold);
  const own = rows.filter((row) => row['orderId'] === sold);
  trial.same(
    'the order sums up its fills',
    [order.filled, order.remaining, order.fee?.cost],
    [...[bought.quantity.toNumber(), 0], sum(own, 'execFee').toNumber()],
  );
  trial.near('its average is theirs', order.average, LinearBooks.of(own).average, 0.1);
}

async function resting(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const price = await desk.awayFrom(-0.02);
  const leverage = Number((await desk.position())['leverage']);
  const id = await desk.place('limit', 'buy', 0.25, price, { clientOrderId: `rest-${desk.keys.accountId}` });
  const order = await desk.settled(id, 'open');
  trial.same(
    'rests as it was asked for',
    [order.side, order.type, order.price, order.amount, order.filled],
    ['buy', 'limit', price, 0.25, 0],
  );
  trial.same('keeps the client id', order.clientOrderId, `rest-${desk.keys.accountId}`);
  trial.same(
    'is listed as open',
    (await client.fetchOpenOrders(LINEAR)).map((one) => one.id),
    [id],
  );
  trial.same(
    'is listed for all markets',
    (await client.fetchOpenOrders(undefined, undefined, undefined, { type: 'swap' })).map((one) => one.id),
    [id],
  );
  trial.same('is found alone', (await client.fetchOpenOrder(id, LINEAR)).price, price);
  const margin = (price * 0.25) / leverage;
  const { free, used } = (await client.fetchBalance())['USDT']!;
  trial.holds(
    'holds back its margin',
    Number(used) >= margin && Number(used) <= margin * 1.05 + price * 0.25 * 0.002,
    `${used} for ${margin}`,
  );
  trial.near('what is free is the rest', free, 100_000 - Number(used), 0.000001);
  const cancelled = await client.cancelOrder(id, LINEAR);
  trial.same('cancelling names it', cancelled.id, id);
  const gone = await desk.settled(id, 'canceled');
  trial.same('it was never filled', [gone.filled, (gone.info as Record<string, string>)['cancelType']], [0, 'CancelByUser']);
  trial.same('nothing is held back any more', (await client.fetchBalance())['USDT']!.used, 0);
  trial.same('no order is open', (await client.fetchOpenOrders(LINEAR)).length, 0);
  await trial.refuses('cannot be cancelled twice', /OrderNotFound.*110001/, () => client.cancelOrder(id, LINEAR));
}

async function postOnly(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const resting = (await client.createPostOnlyOrder(LINEAR, 'limit', 'sell', 0.01, await desk.awayFrom(0.02))).id!;
  trial.same('rests away from the market', [(await desk.settled(resting, 'open')).timeInForce], ['PO']);
  const crossing = await desk.place('limit', 'buy', 0.01, await desk.awayFrom(0.005), { postOnly: true });
  const order = await desk.settled(crossing, 'canceled');
  trial.same('is accepted and then cancelled when it would take', order.filled, 0);
  trial.same('and says why', (order.info as Record<string, string>)['rejectReason'], 'EC_PostOnlyWillTakeLiquidity');
  trial.same('trades nothing', (await desk.executions()).length, 0);
}

async function immediate(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial, { balances: { USDT: '100000000' } });
  const far = await desk.awayFrom(-0.02);
  const miss = await desk.place('limit', 'buy', 0.01, far, { timeInForce: 'IOC' });
  const missed = await desk.settled(miss, 'canceled');
  trial.same('IOC that meets nobody is cancelled', [missed.filled, reason(missed)], [0, 'EC_NoImmediateQtyToFill']);
  const { asks } = await trial.venue.counterparty.book(LINEAR_MARKET);
  const limit = asks[3]!.price.toNumber();
  const part = await desk.place('limit', 'buy', 400, limit, { timeInForce: 'IOC' });
  const parted = await desk.settled(part, 'canceled');
  trial.holds(
    'IOC fills what is there and cancels the rest',
    Number(parted.filled) > 0 && Number(parted.filled) < 400,
    String(parted.filled),
  );
  const rows = await desk.executions(LINEAR, part);
  trial.same('the fills are what it says', sum(rows, 'execQty'), parted.filled);
  trial.holds(
    'no fill is beyond its limit',
    rows.every((row) => Number(row['execPrice']) <= limit),
  );
  const none = await desk.place('limit', 'buy', 400, limit, { timeInForce: 'FOK' });
  const nothing = await desk.settled(none, 'canceled');
  trial.same('FOK that does not fit is cancelled whole', [nothing.filled, reason(nothing)], [0, 'EC_CancelForNoFullFill']);
  const whole = await desk.place('limit', 'sell', 0.02, await desk.awayFrom(-0.01), { timeInForce: 'FOK' });
  trial.same('FOK that fits is filled whole', (await desk.settled(whole, 'closed')).filled, 0.02);
}

function reason(order: { readonly info: unknown }): string | undefined {
  return (order.info as Record<string, string>)['rejectReason'];
}

async function maker(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { counterparty } = trial.venue;
  const filledOrder = await trial.until('a fill as maker', async () => {
    const { bids } = await counterparty.book(LINEAR_MARKET);
    const id = await desk.place('limit', 'buy', 0.03, bids[0]!.price.toNumber(), { postOnly: true });
    await counterparty.take({ ...LINEAR_MARKET, side: 'Sell', price: bids[0]!.price, quantity: bids[0]!.size.plus(d('0.03')) });
    const order = await desk.order(id);
    if (order.status === 'closed') return order;
    if (order.status === 'open') await desk.client.cancelOrder(id, LINEAR).catch(() => undefined);
    return false;
  });
  const rows = oldestFirst(await desk.executions(LINEAR, filledOrder.id));
  trial.same('fills at its own price', [...new Set(rows.map((row) => Number(row['execPrice'])))], [filledOrder.price]);
  trial.holds(
    'as maker',
    rows.every((row) => String(row['isMaker']) === 'true'),
    JSON.stringify(rows[0]),
  );
  trial.same('at the maker rate', [...new Set(rows.map((row) => row['feeRate']))], [FEES.maker]);
  const books = LinearBooks.of(await desk.executions());
  trial.same('the wallet has paid just that', (await desk.wallet())['walletBalance'], books.wallet(START));
}

async function reduceOnly(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const close = async (amount: number): Promise<string> => (await client.createReduceOnlyOrder(LINEAR, 'market', 'sell', amount)).id!;
  await trial.refuses('is refused while flat', /InvalidOrder.*110017/, () => close(0.01));
  const open = await desk.place('market', 'buy', 0.05);
  await desk.settled(open, 'closed');
  await desk.settled(await close(0.02), 'closed');
  trial.same('takes from the position', (await desk.position())['size'], '0.03');
  const resting = await desk.place('limit', 'sell', 0.03, await desk.awayFrom(0.02), { reduceOnly: true });
  trial.same('rests as reduce-only', (await desk.settled(resting, 'open')).reduceOnly, true);
  await desk.settled(await desk.place('market', 'sell', 0.03), 'closed');
  const gone = await desk.settled(resting, 'canceled');
  trial.same('is cancelled when the position is gone', (gone.info as Record<string, string>)['cancelType'], 'CancelByReduceOnly');
  trial.same('never opens the other side', (await desk.position())['size'], '0');
}

async function refusals(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial, { balances: { USDT: '1000' } });
  const { client } = desk;
  const low = await desk.awayFrom(-0.02);
  await trial.refuses('more than the account can carry', /InsufficientFunds.*110007/, () =>
    client.createOrder(LINEAR, 'limit', 'buy', 5, low),
  );
  const tiny = { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', price: String(low) };
  const send = (more: object): Promise<unknown> => client.privatePostV5OrderCreate({ ...tiny, ...more });
  await trial.refuses('a quantity between two lots', /10001/, () => send({ qty: '0.0015' }));
  await trial.refuses('a price between two ticks', /10001/, () => send({ qty: '0.001', price: (low + 0.05).toFixed(2) }));
  await trial.refuses('a price far beyond the limit', /110003/, () => send({ qty: '0.001', price: '99999999' }));
  const clientOrderId = `once-${desk.keys.accountId}`;
  await client.createOrder(LINEAR, 'limit', 'buy', 0.001, low, { clientOrderId });
  const again = (): Promise<unknown> => client.createOrder(LINEAR, 'limit', 'buy', 0.001, low, { clientOrderId });
  await trial.refuses('a client id for the second time', /InvalidOrder.*110072/, again);
  await trial.refuses('the cancel of an order that never was', /OrderNotFound.*110001/, () => client.cancelOrder('no-such-order', LINEAR));
  trial.same('none of them left an order', (await client.fetchOpenOrders(LINEAR)).length, 1);
}

export const ORDERS: readonly Card[] = [
  {
    id: 'C10',
    client: 'ccxt',
    name: 'reads balance and fee rates',
    run: balanceAndFees,
    calls: ['fetchBalance', 'fetchTradingFee', 'fetchTradingFees'],
    expects: ['shows what was paid in', 'all of it is free', 'names the rates of this account', 'names them for all markets'],
  },
  {
    id: 'C11',
    client: 'ccxt',
    name: 'buys and sells at market',
    run: marketOrders,
    calls: ['createOrder', 'fetchMyTrades', 'fetchPosition', 'fetchBalance', 'fetchOrder'],
    expects: [
      ...['takes the book level by level from the best ask', 'the position is the sum of the fills', 'its entry is their average'],
      ...['the wallet has paid the fees', 'closing leaves no position', 'the wallet is start + realised − fees'],
      ...['each fee is price × quantity × taker rate', 'every fill is a taker', 'the order sums up its fills', 'its average is theirs'],
    ],
  },
  {
    id: 'C12',
    client: 'ccxt',
    name: 'rests and cancels a limit order',
    run: resting,
    calls: ['createOrder', 'fetchOrder', 'fetchOpenOrders', 'fetchOpenOrder', 'fetchBalance', 'cancelOrder'],
    expects: [
      ...['rests as it was asked for', 'keeps the client id', 'is listed as open', 'is listed for all markets', 'is found alone'],
      ...['holds back its margin', 'what is free is the rest', 'cancelling names it', 'it was never filled'],
      ...['nothing is held back any more', 'no order is open', 'cannot be cancelled twice'],
    ],
    provokes: [110001],
  },
  {
    id: 'C13',
    client: 'ccxt',
    name: 'sends post-only orders',
    calls: ['createPostOnlyOrder', 'createOrder'],
    run: postOnly,
    expects: ['rests away from the market', 'is accepted and then cancelled when it would take', 'and says why', 'trades nothing'],
  },
  {
    id: 'C14',
    client: 'ccxt',
    name: 'sends IOC and FOK orders',
    calls: ['createOrder', 'fetchOrder'],
    run: immediate,
    expects: [
      ...['IOC that meets nobody is cancelled', 'IOC fills what is there and cancels the rest', 'the fills are what it says'],
      ...['no fill is beyond its limit', 'FOK that does not fit is cancelled whole', 'FOK that fits is filled whole'],
    ],
  },
  {
    id: 'C15',
    client: 'ccxt',
    name: 'is filled as maker',
    calls: ['createOrder', 'fetchMyTrades'],
    run: maker,
    expects: ['fills at its own price', 'as maker', 'at the maker rate', 'the wallet has paid just that'],
    provokes: [110001],
  },
  {
    id: 'C16',
    client: 'ccxt',
    name: 'sends reduce-only orders',
    calls: ['createReduceOnlyOrder', 'fetchPosition'],
    run: reduceOnly,
    expects: [
      ...['is refused while flat', 'takes from the position', 'rests as reduce-only', 'is cancelled when the position is gone'],
      'never opens the other side',
    ],
    provokes: [110017],
  },
  {
    id: 'C17',
    client: 'ccxt',
    name: 'is refused what the rules forbid',
    calls: ['createOrder', 'cancelOrder'],
    run: refusals,
    expects: [
      ...['more than the account can carry', 'a quantity between two lots', 'a price between two ticks', 'a price far beyond the limit'],
      ...['a client id for the second time', 'the cancel of an order that never was', 'none of them left an order'],
    ],
    provokes: [110007, 10001, 110003, 110072, 110001],
  },
];
