import { LINEAR } from '../../clients/ccxt-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { d, feeOf, LinearBooks, oldestFirst, sum, type Row } from '../accounting';
import { Desk } from './desk';

const START = '100000';

async function positions(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  const flat = await client.fetchPosition(LINEAR);
  trial.same('a flat position has no side', [flat.contracts, flat.side ?? null], [0, null]);
  await desk.settled(await desk.place('market', 'sell', 0.2), 'closed');
  await desk.settled(await desk.place('market', 'sell', 0.1), 'closed');
  const books = LinearBooks.of(await desk.executions());
  const position = await client.fetchPosition(LINEAR);
  const row = position.info as Row;
  trial.same(
    'a sale is a short position',
    [position.side, position.contracts, row['side'], position.hedged],
    ['short', 0.3, 'Sell', false],
  );
  trial.near('the entry is the average of its fills', row['avgPrice'], books.average, 0.00001);
  const mark = d(row['markPrice']);
  trial.near('unrealised is (entry − mark) × size', row['unrealisedPnl'], books.cost.abs().minus(mark.times(d('0.3'))), 0.0001);
  trial.near('its value is entry × size', row['positionValue'], books.cost.abs(), 0.0001);
  const margin = books.cost.abs().toNumber() / Number(row['leverage']);
  trial.near('its margin is value ÷ leverage', row['positionIM'], margin, margin * 0.02);
  trial.same('realised so far are the fees', row['curRealisedPnl'], books.fees.negated());
  const listed = await client.fetchPositions(undefined, { type: 'swap' });
  trial.same(
    'it is the only one listed',
    listed.map(({ symbol, side, contracts }) => [symbol, side, contracts]),
    [[LINEAR, 'short', 0.3]],
  );
  trial.same('and found by its market', (await client.fetchPositions([LINEAR])).length, 1);
  const rank = await client.fetchPositionsADLRank([LINEAR]);
  trial.holds('it has a place in the queue of deleveraging', Number(rank[0]?.rank) >= 0, JSON.stringify(rank));
  const funds = (await client.fetchBalance())['USDT']!;
  trial.near('the margin is not free', funds.used, row['positionIM'], Math.abs(margin) * 0.02);
}

async function turning(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  await desk.settled(await desk.place('market', 'buy', 0.05), 'closed');
  const turn = await desk.place('market', 'sell', 0.08);
  await desk.settled(turn, 'closed');
  const rows = await desk.executions();
  const books = LinearBooks.of(rows);
  const position = await client.fetchPosition(LINEAR);
  trial.same('selling more than is held turns the position', [position.side, position.contracts], ['short', 0.03]);
  trial.near('the new side starts at its own price', (position.info as Row)['avgPrice'], books.average, 0.00001);
  trial.same(
    'the fills tell how much they closed',
    sum(
      rows.filter((row) => row['orderId'] === turn),
      'closedSize',
    ),
    '0.05',
  );
  trial.same('the wallet is start + realised − fees', (await desk.wallet())['walletBalance'], books.wallet(START));
}

async function closedPositions(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  await desk.settled(await desk.place('market', 'buy', 0.06), 'closed');
  const half = await desk.place('market', 'sell', 0.03);
  await desk.settled(half, 'closed');
  const rest = await desk.place('market', 'sell', 0.03);
  await desk.settled(rest, 'closed');
  const history = await client.fetchPositionsHistory([LINEAR]);
  const closed = history.map(({ info }) => info as Row);
  trial.same('each closing order has its line', closed.map((row) => row['orderId']).sort(), [half, rest].sort());
  trial.same(
    'with side, size and market of the close',
    [...new Set(closed.map((row) => `${row['side']} ${row['closedSize']} ${row['symbol']}`))],
    ['Sell 0.03 BTCUSDT'],
  );
  const rows = oldestFirst(await desk.executions());
  const books = LinearBooks.of(rows);
  trial.near('their sum is the profit after all fees', sum(closed, 'closedPnl'), books.realised.minus(books.fees), 0.000001);
  const exit = rows.filter((row) => row['orderId'] === rest);
  const line = closed.find((row) => row['orderId'] === rest);
  trial.near('the exit is the average of the closing fills', line?.['avgExitPrice'], sum(exit, 'execValue').dividedBy(d('0.03'), 8), 0.01);
  const entry = rows.filter((row) => row['side'] === 'Buy');
  trial.near('the entry that of the opening ones', line?.['avgEntryPrice'], sum(entry, 'execValue').dividedBy(d('0.06'), 8), 0.01);
  trial.same('ccxt reads it as a closed long', [...new Set(history.map(({ side }) => side))], ['long']);
}

async function leverage(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial, { balances: { USDT: '1000' } });
  const { client } = desk;
  const answer = await client.setLeverage(20, LINEAR);
  trial.same('is accepted', Number((answer as { retCode: unknown }).retCode), 0);
  const now = await client.fetchLeverage(LINEAR);
  trial.same('holds for both sides', [now.longLeverage, now.shortLeverage], [20, 20]);
  await trial.refuses('the same again is not modified', /110043/, () => client.setLeverage(20, LINEAR));
  await trial.refuses('more than the market allows is refused', /10001|110013/, () => client.setLeverage(1_000, LINEAR));
  const price = await desk.awayFrom(-0.02);
  const id = await desk.place('limit', 'buy', 0.1, price);
  const at20 = Number((await client.fetchBalance())['USDT']!.used);
  trial.holds('margin is a twentieth', Math.abs(at20 - (price * 0.1) / 20) < price * 0.1 * 0.002, String(at20));
  await client.setLeverage(10, LINEAR);
  const at10 = Number((await client.fetchBalance())['USDT']!.used);
  trial.holds('half the leverage holds back twice as much', Math.abs(at10 - (price * 0.1) / 10) < price * 0.1 * 0.002, String(at10));
  await client.cancelOrder(id, LINEAR);
  await trial.refuses('beyond it funds are not enough', /InsufficientFunds/, () => desk.place('limit', 'buy', 0.2, price));
}

async function hedgeMode(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  await client.setPositionMode(true, LINEAR);
  await trial.refuses('the same again is not modified', /110025/, () => client.setPositionMode(true, LINEAR));
  await desk.settled(await desk.place('market', 'buy', 0.05, undefined, { hedged: true }), 'closed');
  await desk.settled(await desk.place('market', 'sell', 0.02, undefined, { hedged: true }), 'closed');
  const held = (await client.fetchPositions([LINEAR])).filter(({ contracts }) => Number(contracts) > 0);
  const told = held.map(({ side, contracts, info }) => [side, contracts, Number((info as Row)['positionIdx'])]);
  trial.same('long and short stand beside each other', told.sort(), [
    ['long', 0.05, 1],
    ['short', 0.02, 2],
  ]);
  await trial.refuses('an order without a side of its own is refused', /10001|position idx/, () => desk.place('market', 'buy', 0.01));
  await trial.refuses('the mode stays while positions are open', /1100(24|28)/, () => client.setPositionMode(false, LINEAR));
  await desk.settled(await desk.place('market', 'sell', 0.05, undefined, { hedged: true, reduceOnly: true }), 'closed');
  await desk.settled(await desk.place('market', 'buy', 0.02, undefined, { hedged: true, reduceOnly: true }), 'closed');
  const sizes = (await client.fetchPositions([LINEAR])).map(({ contracts }) => Number(contracts));
  trial.holds(
    'each side closes by itself',
    sizes.every((size) => size === 0),
    sizes.join(' '),
  );
  const rows = oldestFirst(await desk.executions());
  const [long, short] = [1, 2].map((index) => LinearBooks.of(rows.filter((row) => isOf(row, index))));
  const expected = d(START)
    .plus(long!.realised)
    .plus(short!.realised)
    .minus(
      sum(
        rows.map((row) => ({ fee: feeOf(row).toString() })),
        'fee',
      ),
    );
  trial.same('the wallet is start + both profits − fees', (await desk.wallet())['walletBalance'], expected);
  await client.setPositionMode(false, LINEAR);
  await desk.settled(await desk.place('market', 'buy', 0.01), 'closed');
  trial.same('and back in one-way mode there is one position', (await client.fetchPosition(LINEAR)).hedged, false);
}

/** Buying opens and selling closes the long side; the other way round the short one. The cards above trade 0.05 long, 0.02 short. */
function isOf(row: Row, index: number): boolean {
  return (Number(row['orderQty']) === 0.05) === (index === 1);
}

async function marginMode(trial: Trial): Promise<void> {
  const desk = await Desk.open(trial);
  const { client } = desk;
  trial.same('begins in cross margin', (await client.fetchMarginMode(LINEAR)).marginMode, 'cross');
  await client.setMarginMode('isolated');
  trial.same('changes to isolated', (await client.fetchMarginMode(LINEAR)).marginMode, 'isolated');
  await client.setLeverage(25, LINEAR);
  await desk.settled(await desk.place('market', 'buy', 0.1), 'closed');
  const position = (await client.fetchPosition(LINEAR)).info as Row;
  const entry = Number(position['avgPrice']);
  const liquidation = Number(position['liqPrice']);
  trial.holds(
    'the liquidation price is about 1 ÷ leverage away',
    liquidation > entry * (1 - 1 / 25) && liquidation < entry * (1 - 1 / 25 + 0.012),
    `${liquidation} for ${entry}`,
  );
  await desk.settled(await desk.place('market', 'sell', 0.1, undefined, { reduceOnly: true }), 'closed');
  await client.setMarginMode('cross');
  trial.same('and back', (await client.fetchMarginMode(LINEAR)).marginMode, 'cross');
}

export const POSITIONS: readonly Card[] = [
  {
    id: 'C40',
    client: 'ccxt',
    name: 'reads a position',
    run: positions,
    calls: ['fetchPosition', 'fetchPositions', 'fetchPositionsADLRank', 'fetchBalance'],
    expects: [
      ...['a flat position has no side', 'a sale is a short position', 'the entry is the average of its fills'],
      ...['unrealised is (entry − mark) × size', 'its value is entry × size', 'its margin is value ÷ leverage'],
      ...['realised so far are the fees', 'it is the only one listed', 'and found by its market'],
      ...['it has a place in the queue of deleveraging', 'the margin is not free'],
    ],
  },
  {
    id: 'C41',
    client: 'ccxt',
    name: 'turns a position',
    calls: ['createOrder', 'fetchPosition'],
    run: turning,
    expects: [
      ...['selling more than is held turns the position', 'the new side starts at its own price', 'the fills tell how much they closed'],
      'the wallet is start + realised − fees',
    ],
  },
  {
    id: 'C42',
    client: 'ccxt',
    name: 'reads closed positions',
    calls: ['fetchPositionsHistory'],
    run: closedPositions,
    expects: [
      ...['each closing order has its line', 'with side, size and market of the close', 'their sum is the profit after all fees'],
      ...['the exit is the average of the closing fills', 'the entry that of the opening ones', 'ccxt reads it as a closed long'],
    ],
  },
  {
    id: 'C43',
    client: 'ccxt',
    name: 'sets the leverage',
    calls: ['setLeverage', 'fetchLeverage'],
    run: leverage,
    expects: [
      ...['is accepted', 'holds for both sides', 'the same again is not modified', 'more than the market allows is refused'],
      ...['margin is a twentieth', 'half the leverage holds back twice as much', 'beyond it funds are not enough'],
    ],
    provokes: [110043, 10001, 110013, 110007],
  },
  {
    id: 'C44',
    client: 'ccxt',
    name: 'trades in hedge mode',
    calls: ['setPositionMode', 'createOrder', 'fetchPositions'],
    run: hedgeMode,
    expects: [
      ...['the same again is not modified', 'long and short stand beside each other', 'an order without a side of its own is refused'],
      ...['the mode stays while positions are open', 'each side closes by itself', 'the wallet is start + both profits − fees'],
      'and back in one-way mode there is one position',
    ],
    provokes: [110025, 10001, 110024, 110028],
  },
  {
    id: 'C45',
    client: 'ccxt',
    name: 'sets the margin mode',
    calls: ['setMarginMode', 'fetchMarginMode'],
    run: marginMode,
    expects: ['begins in cross margin', 'changes to isolated', 'the liquidation price is about 1 ÷ leverage away', 'and back'],
  },
];
