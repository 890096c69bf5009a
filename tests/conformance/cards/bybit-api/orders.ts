import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { FEES } from '../../venue/keys';
import { d, feeOf, LinearBooks, spotBalances, sum, type Row } from '../accounting';
import { BybitDesk, ok, PERPETUAL, rowsOf } from './desk';

const START = '100000';

async function account(trial: Trial): Promise<void> {
  const { client, keys } = await BybitDesk.open(trial, { balances: { USDT: '5000', BTC: '0.5' } });
  const [wallet] = rowsOf(await ok(client.getWalletBalance({ accountType: 'UNIFIED' }))) as unknown as (Row & { coin: Row[] })[];
  const held = wallet!.coin.map((row) => [row['coin'], Number(row['walletBalance'])]).sort();
  trial.same('shows what was paid in', held, [
    ['BTC', 0.5],
    ['USDT', 5000],
  ]);
  const worth = wallet!.coin.reduce((total, row) => total + Number(row['usdValue']), 0);
  trial.near('equity is the value of its coins', wallet!['totalEquity'], worth, worth * 0.001);
  trial.same('nothing is used', [Number(wallet!['totalInitialMargin']), Number(wallet!['totalMaintenanceMargin'])], [0, 0]);
  const fee = rowsOf(await ok(client.getFeeRate(PERPETUAL)))[0]!;
  trial.same('names the rates', [fee['makerFeeRate'], fee['takerFeeRate']], [FEES.maker, FEES.taker]);
  const info = await ok(client.getAccountInfo());
  trial.same('is a unified account in cross margin', [info.unifiedMarginStatus >= 5, info.marginMode], [true, 'REGULAR_MARGIN']);
  const key = await ok(client.getQueryApiKey());
  trial.same('knows its own key', [key.apiKey, key.readOnly, Number(key.uta)], [keys.apiKey, 0, 1]);
  const one = (await ok(client.getCoinBalance({ accountType: 'UNIFIED', coin: 'BTC' }))) as unknown as { balance: Row };
  trial.same('tells the balance of one coin', Number(one.balance['walletBalance']), 0.5);
  const all = (await ok(client.getAllCoinsBalance({ accountType: 'UNIFIED' }))) as unknown as { balance: Row[] };
  trial.holds(
    'and of all',
    all.balance.some((row) => row['coin'] === 'USDT' && Number(row['walletBalance']) === 5000),
  );
  trial.holds('coins are described', ((await ok(client.getCoinInfo('USDT'))) as unknown as { rows: Row[] }).rows[0]?.['coin'] === 'USDT');
  await ok(client.getSMPGroup());
  await ok(client.getDCPInfo());
  trial.holds('groups and switches can be asked for', true);
}

async function life(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const { client } = desk;
  const price = await desk.awayFrom(-0.02);
  const orderLinkId = `life-${desk.keys.accountId}`;
  const orderId = await desk.place('Buy', '0.2', { price, orderLinkId, timeInForce: 'PostOnly' });
  const row = await desk.settled(orderId, 'New');
  trial.same(
    'rests as it was asked for',
    [row['price'], row['qty'], row['leavesQty'], row['timeInForce'], row['orderLinkId']],
    [price, '0.2', '0.2', 'PostOnly', orderLinkId],
  );
  const lower = await desk.shifted(price, '-10');
  await ok(client.amendOrder({ ...PERPETUAL, orderLinkId, price: lower, qty: '0.1' }));
  trial.same('is changed by its own id', [(await desk.order(orderId))['price'], (await desk.order(orderId))['qty']], [lower, '0.1']);
  const listed = rowsOf(await ok(client.getActiveOrders({ category: 'linear', settleCoin: 'USDT' })));
  trial.same(
    'is listed by settle coin',
    listed.map((one) => one['orderId']),
    [orderId],
  );
  const cancelled = await ok(client.cancelOrder({ ...PERPETUAL, orderLinkId }));
  trial.same(
    'is cancelled by its own id',
    [cancelled.orderId, (await desk.settled(orderId, 'Cancelled'))['cancelType']],
    [orderId, 'CancelByUser'],
  );
  const open = rowsOf(await ok(client.getActiveOrders(PERPETUAL)));
  const recent = rowsOf(await ok(client.getActiveOrders({ ...PERPETUAL, openOnly: 1 })));
  trial.same('closed ones show when asked for', [open.length, recent.map((one) => one['orderId'])], [0, [orderId]]);
  const history = rowsOf(await ok(client.getHistoricOrders({ ...PERPETUAL, orderId })));
  trial.same('and in the history', [history.length, history[0]?.['orderStatus']], [1, 'Cancelled']);
  const gone = await client.cancelOrder({ ...PERPETUAL, orderId });
  trial.same('cancelling again is answered 110001', gone.retCode, 110001);
  trial.holds(
    'each answer tells the rate limit',
    Number(gone.rateLimitApi?.maxRequests) === 10 && Number(gone.rateLimitApi?.remainingRequests) < 10,
    JSON.stringify(gone.rateLimitApi),
  );
}

async function trading(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const { client } = desk;
  const bought = await desk.place('Buy', '0.3');
  await desk.settled(bought, 'Filled');
  const sold = await desk.place('Sell', '0.3', { reduceOnly: true });
  await desk.settled(sold, 'Filled');
  const rows = await desk.executions();
  const books = LinearBooks.of(rows);
  trial.same(
    'each fee is value × rate',
    rows.filter((row) => !feeOf(row).eq(d(row['execFee']))),
    [],
  );
  trial.same('executions add up to the orders', [sum(rows, 'execQty'), books.quantity], ['0.6', '0']);
  trial.same('the wallet is start + realised − fees', (await desk.wallet())['walletBalance'], books.wallet(START));
  const [closed] = rowsOf(await ok(client.getClosedPnL(PERPETUAL)));
  trial.near('the closed position tells the same profit', closed?.['closedPnl'], books.realised.minus(books.fees), 0.000001);
  const log = rowsOf(await ok(client.getTransactionLog({ accountType: 'UNIFIED', category: 'linear', currency: 'USDT' })));
  const trades = log.filter((row) => row['type'] === 'TRADE');
  trial.same('the log has a line per execution', trades.map((row) => row['tradeId']).sort(), rows.map((row) => row['execId']).sort());
  const wrong = trades.filter(
    (row) =>
      !d(row['change']).eq(
        d(row['cashFlow'])
          .plus(d(row['funding'] || '0'))
          .minus(d(row['fee'])),
      ),
  );
  trial.same('each line is cash flow + funding − fee', wrong, []);
  trial.same('their changes are the change of the wallet', sum(trades, 'change'), books.realised.minus(books.fees));
  trial.same('the newest line ends at the wallet', log[0]?.['cashBalance'], (await desk.wallet())['walletBalance']);
}

async function batches(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const { client } = desk;
  const price = await desk.awayFrom(-0.02);
  const one = { symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.01', price } as const;
  const placed = await client.batchSubmitOrders('linear', [one, { ...one, qty: '900' }, one]);
  trial.same('each item has its own code', codesOf(placed), [0, 110007, 0]);
  const created = rowsOf(placed.result);
  const hasId = created.map((row) => row['orderId'] !== '');
  trial.same('each item has its place in the list', hasId, [true, false, true]);
  const ids = [created[0]!['orderId']!, created[2]!['orderId']!];
  const moved = await desk.shifted(price, '-7');
  const changes = ids.map((orderId) => ({ symbol: 'BTCUSDT', orderId, price: moved }));
  const amended = await client.batchAmendOrders('linear', changes);
  const prices = await Promise.all(ids.map(async (id) => (await desk.order(id))['price']));
  trial.same('one request changes both', [amended.retCode, ...prices], [0, moved, moved]);
  const named = [...ids, 'nobody'].map((orderId) => ({ symbol: 'BTCUSDT', orderId }));
  const cancelled = await client.batchCancelOrders('linear', named);
  trial.same('one request cancels both and names the unknown one', codesOf(cancelled), [0, 0, 110001]);
  await desk.place('Buy', '0.01', { price });
  const all = await ok(client.cancelAllOrders({ category: 'linear', settleCoin: 'USDT' }));
  trial.same('cancel-all takes the last', rowsOf(all).length, 1);
}

function codesOf(answer: { readonly retExtInfo?: unknown }): number[] {
  const { list = [] } = (answer.retExtInfo ?? {}) as { readonly list?: readonly { readonly code: number }[] };
  return list.map(({ code }) => code);
}

async function settings(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const { client } = desk;
  const leverage = (value: string): ReturnType<typeof client.setLeverage> =>
    client.setLeverage({ ...PERPETUAL, buyLeverage: value, sellLeverage: value });
  trial.same('leverage once and again', [(await leverage('7')).retCode, (await leverage('7')).retCode], [0, 110043]);
  trial.same('the position shows it', (await desk.position())['leverage'], '7');
  const mode = (value: 0 | 3): ReturnType<typeof client.switchPositionMode> => client.switchPositionMode({ ...PERPETUAL, mode: value });
  trial.same('position mode once and again', [(await mode(3)).retCode, (await mode(3)).retCode], [0, 110025]);
  const indexes = rowsOf(await ok(client.getPositionInfo(PERPETUAL))).map((row) => Number(row['positionIdx']));
  trial.same('hedge mode has two positions', indexes.sort(), [1, 2]);
  trial.same('and back', (await mode(0)).retCode, 0);
  const check = await client.preCheckOrder({ ...PERPETUAL, side: 'Buy', orderType: 'Market', qty: '0.1' });
  trial.same('a pre-check places nothing', [check.retCode, rowsOf(await ok(client.getHistoricOrders(PERPETUAL))).length], [0, 0]);
  trial.same(
    'margin mode changes',
    [(await client.setMarginMode('ISOLATED_MARGIN')).retCode, (await ok(client.getAccountInfo())).marginMode],
    [0, 'ISOLATED_MARGIN'],
  );
}

async function tradingStop(trial: Trial): Promise<void> {
  const desk = await BybitDesk.open(trial);
  const { client } = desk;
  await desk.settled(await desk.place('Buy', '0.05'), 'Filled');
  const [high, low] = [await desk.awayFrom(0.03), await desk.awayFrom(-0.03)];
  const stop = (more: object): Promise<{ retCode: number }> =>
    client.setTradingStop({ ...PERPETUAL, tpslMode: 'Full', positionIdx: 0, ...more });
  trial.same(
    'sets both exits',
    (await stop({ takeProfit: high, stopLoss: low, tpTriggerBy: 'MarkPrice', slTriggerBy: 'IndexPrice' })).retCode,
    0,
  );
  const position = await desk.position();
  trial.same('the position carries them', [position['takeProfit'], position['stopLoss']].map(Number), [high, low].map(Number));
  const waiting = rowsOf(await ok(client.getActiveOrders(PERPETUAL)));
  const told = waiting.map((row) => [row['stopOrderType'], Number(row['triggerPrice']), row['triggerBy']]).sort();
  trial.same('they wait as orders with their sources', told, [
    ['StopLoss', Number(low), 'IndexPrice'],
    ['TakeProfit', Number(high), 'MarkPrice'],
  ]);
  await stop({ takeProfit: await desk.shifted(high, '5') });
  trial.same('a new price moves one of them', Number((await desk.position())['takeProfit']), Number(high) + 5);
  trial.same('the wrong side is refused', (await stop({ stopLoss: high })).retCode !== 0, true);
  await stop({ takeProfit: '0', stopLoss: '0' });
  trial.same('zero takes them away', rowsOf(await ok(client.getActiveOrders(PERPETUAL))).length, 0);
  const part = { tpslMode: 'Partial', positionIdx: 0, takeProfit: high, tpSize: '0.02', tpOrderType: 'Limit', tpLimitPrice: high } as const;
  await ok(client.setTradingStop({ ...PERPETUAL, ...part }));
  const [exit] = rowsOf(await ok(client.getActiveOrders(PERPETUAL)));
  const shown = [exit?.['stopOrderType'], exit?.['orderType'], Number(exit?.['qty']), Number(exit?.['price'])];
  trial.same('a part can have a limit exit', shown, ['PartialTakeProfit', 'Limit', 0.02, Number(high)]);
}

async function spot(trial: Trial): Promise<void> {
  const begin = { USDT: '20000', BTC: '1' } as const;
  const desk = await BybitDesk.open(trial, { balances: begin });
  const { client } = desk;
  const on = { category: 'spot', symbol: 'BTCUSDT', orderType: 'Market' } as const;
  const byValue = (await ok(client.submitOrder({ ...on, side: 'Buy', qty: '500' }))).orderId;
  const byCoins = (await ok(client.submitOrder({ ...on, side: 'Buy', qty: '0.01', marketUnit: 'baseCoin' }))).orderId;
  const sale = (await ok(client.submitOrder({ ...on, side: 'Sell', qty: '0.2' }))).orderId;
  for (const id of [byCoins, sale]) await desk.settled(id, 'Filled', 'spot');
  const spent = sum(await desk.executions('spot', byValue), 'execValue').toNumber();
  trial.holds('qty is what to spend unless it says coins', spent <= 500 && spent > 499, String(spent));
  trial.same('with baseCoin it is coins', sum(await desk.executions('spot', byCoins), 'execQty'), '0.01');
  const expected = spotBalances(await desk.executions('spot'), begin);
  trial.same(
    'balances are the sum of fills and fees',
    [(await desk.wallet('BTC'))['walletBalance'], (await desk.wallet())['walletBalance']],
    [expected['BTC']!.toString(), expected['USDT']!.toString()],
  );
  const short = await client.submitOrder({ ...on, side: 'Sell', qty: '5' });
  trial.same('more than is held is refused with 170131', short.retCode, 170131);
}

export const BYBIT_ORDERS: readonly Card[] = [
  {
    id: 'B10',
    client: 'bybit-api',
    name: 'reads its account',
    run: account,
    calls: [
      'getWalletBalance',
      'getFeeRate',
      'getAccountInfo',
      'getQueryApiKey',
      'getCoinBalance',
      'getAllCoinsBalance',
      'getCoinInfo',
      'getSMPGroup',
      'getDCPInfo',
    ],
    expects: [
      ...['shows what was paid in', 'equity is the value of its coins', 'nothing is used', 'names the rates'],
      ...[
        'is a unified account in cross margin',
        'knows its own key',
        'tells the balance of one coin',
        'and of all',
        'coins are described',
      ],
      'groups and switches can be asked for',
    ],
  },
  {
    id: 'B11',
    client: 'bybit-api',
    name: 'places, changes and cancels',
    run: life,
    calls: ['submitOrder', 'amendOrder', 'cancelOrder', 'getActiveOrders', 'getHistoricOrders'],
    expects: [
      ...['rests as it was asked for', 'is changed by its own id', 'is listed by settle coin', 'is cancelled by its own id'],
      ...[
        'closed ones show when asked for',
        'and in the history',
        'cancelling again is answered 110001',
        'each answer tells the rate limit',
      ],
    ],
    provokes: [110001],
  },
  {
    id: 'B12',
    client: 'bybit-api',
    name: 'trades and reads the books',
    run: trading,
    calls: ['submitOrder', 'getExecutionList', 'getWalletBalance', 'getClosedPnL', 'getTransactionLog'],
    expects: [
      ...['each fee is value × rate', 'executions add up to the orders', 'the wallet is start + realised − fees'],
      ...['the closed position tells the same profit', 'the log has a line per execution', 'each line is cash flow + funding − fee'],
      ...['their changes are the change of the wallet', 'the newest line ends at the wallet'],
    ],
  },
  {
    id: 'B13',
    client: 'bybit-api',
    name: 'sends batches',
    run: batches,
    calls: ['batchSubmitOrders', 'batchAmendOrders', 'batchCancelOrders', 'cancelAllOrders'],
    expects: [
      ...['each item has its own code', 'each item has its place in the list', 'one request changes both'],
      ...['one request cancels both and names the unknown one', 'cancel-all takes the last'],
    ],
  },
  {
    id: 'B14',
    client: 'bybit-api',
    name: 'changes its settings',
    run: settings,
    calls: ['setLeverage', 'switchPositionMode', 'getPositionInfo', 'preCheckOrder', 'setMarginMode'],
    expects: [
      ...['leverage once and again', 'the position shows it', 'position mode once and again', 'hedge mode has two positions', 'and back'],
      ...['a pre-check places nothing', 'margin mode changes'],
    ],
    provokes: [110043, 110025],
  },
  {
    id: 'B15',
    client: 'bybit-api',
    name: 'sets exits of a position',
    calls: ['setTradingStop', 'getPositionInfo'],
    run: tradingStop,
    expects: [
      ...['sets both exits', 'the position carries them', 'they wait as orders with their sources', 'a new price moves one of them'],
      ...['the wrong side is refused', 'zero takes them away', 'a part can have a limit exit'],
    ],
    provokes: [10001],
  },
  {
    id: 'B16',
    client: 'bybit-api',
    name: 'trades spot',
    calls: ['submitOrder', 'getExecutionList'],
    run: spot,
    expects: [
      ...['qty is what to spend unless it says coins', 'with baseCoin it is coins', 'balances are the sum of fills and fees'],
      'more than is held is refused with 170131',
    ],
    provokes: [170131],
  },
];
