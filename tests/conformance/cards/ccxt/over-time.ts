import type { FundingHistory, LedgerEntry, Liquidation } from 'ccxt';
import { LINEAR } from '../../clients/ccxt-client';
import type { Card } from '../../suite/card';
import type { Trial } from '../../suite/trial';
import { d, LinearBooks, sum, type Row } from '../accounting';
import { listen } from '../ccxt-pro/listen';
import { Desk } from './desk';

const START = '100000';
const EIGHT_HOURS = 28_800_000;
const MINUTE = 60_000;
const raw = (entry: { readonly info?: unknown }): Row => entry.info as Row;

async function funding(trial: Trial): Promise<void> {
  const [long, short] = [await Desk.open(trial), await Desk.open(trial)];
  await Promise.all([long.place('market', 'buy', 0.5), short.place('market', 'sell', 0.5)]);
  const paid = (desk: Desk): Promise<FundingHistory[]> => desk.client.fetchFundingHistory(LINEAR);
  await trial.venue.step(EIGHT_HOURS);
  const [ofLong, ofShort] = await trial.until('both are funded', async () => {
    const both = [await paid(long), await paid(short)] as const;
    return both.every((list) => list.length === 1) && both;
  });
  const [line, other] = [raw(ofLong[0]!), raw(ofShort[0]!)];
  trial.holds('it happens at a full eight hours', Number(ofLong[0]!.timestamp) % EIGHT_HOURS === 0, String(ofLong[0]!.datetime));
  trial.same('it is no trade but of its own kind', [line['execType'], Number(line['execQty'])], ['Funding', 0.5]);
  const expected = d(line['execPrice']).times(d('0.5')).times(d(line['feeRate']));
  trial.near('the long side pays value × rate', line['execFee'], expected, 0.00000002);
  trial.same('the short side receives the same', d(other['execFee']).plus(d(line['execFee'])), '0');
  const rates = await long.client.fetchFundingRateHistory(LINEAR, undefined, 10);
  trial.holds(
    'the rate is the one of the history',
    rates.some(({ fundingRate }) => Number(fundingRate) === Number(line['feeRate'])),
    `${line['feeRate']} of ${rates.map(({ fundingRate }) => fundingRate).join(' ')}`,
  );
  await long.settled(await long.place('market', 'sell', 0.5), 'closed');
  const trades = await long.executions();
  trial.holds(
    'trades do not list it',
    trades.every((row) => row['execType'] === 'Trade'),
  );
  const all = await paid(long);
  const books = LinearBooks.of(trades);
  const expectedWallet = books.wallet(START).minus(sum(all.map(raw), 'execFee'));
  trial.same('the wallet is start + realised − fees − funding', (await long.wallet())['walletBalance'], expectedWallet);
  await ledger(trial, long, expectedWallet.toString());
}

async function ledger(trial: Trial, desk: Desk, wallet: string): Promise<void> {
  const entries: LedgerEntry[] = await desk.client.fetchLedger('USDT', undefined, 50);
  const lines = entries.map(raw);
  const wrong = lines.filter(
    (row) =>
      !d(row['change']).eq(
        d(row['cashFlow'])
          .plus(d(row['funding'] || '0'))
          .minus(d(row['fee'] || '0')),
      ),
  );
  trial.same('each line of the ledger is cash flow + funding − fee', wrong, []);
  const moves = lines.filter((row) => row['type'] !== 'TRANSFER_IN');
  trial.same('the lines add up to the change of the wallet', sum(moves, 'change'), d(wallet).minus(d(START)));
  trial.holds(
    'funding has its own kind there',
    lines.some((row) => row['type'] === 'SETTLEMENT' && Number(row['funding']) !== 0),
  );
  trial.same(
    'ccxt reads amounts before and after',
    entries.every(({ before, after, amount }) => Math.abs(Math.abs(Number(after) - Number(before)) - Number(amount)) < 1e-6),
    true,
  );
}

async function liquidation(trial: Trial): Promise<void> {
  const terms = { balances: { USDT: '1000' } };
  const desks = [await Desk.open(trial, terms), await Desk.open(trial, terms)];
  const liquidations = listen<Liquidation[]>(trial, () => desks[0]!.client.watchLiquidations(LINEAR));
  for (const [index, desk] of desks.entries()) await carry(desk, index === 0 ? 'buy' : 'sell');
  const limits = await Promise.all(desks.map(async (desk) => Number((await desk.position())['liqPrice'])));
  trial.holds('both show where they would be taken over', !limits.includes(0), limits.join(' '));
  const [victim, rows] = await takenOver(trial, desks);
  trial.same('the whole position is closed', [sum(rows, 'execQty'), (await victim.position())['size']], ['1', '0']);
  trial.same('its orders are cancelled', (await victim.client.fetchOpenOrders(LINEAR)).length, 0);
  const cancelled = (await victim.client.fetchCanceledOrders(LINEAR)).map((order) => String(raw(order)['cancelType']));
  const byVenue = cancelled.filter((type) => ['CancelByPrepareLiq', 'CancelAllBeforeLiq'].includes(type));
  trial.holds('by the liquidation', cancelled.length > 0 && byVenue.length === cancelled.length, cancelled.join(' '));
  const left = (await victim.wallet())['walletBalance'];
  trial.holds('the loss stays within the account', Number(left) >= 0, left);
  const heard = await trial.until('the public stream tells it', () => liquidations.flat()[0]);
  trial.same('the public stream tells it', [heard.symbol, heard.contracts! > 0, heard.price! > 0], [LINEAR, true, true]);
  trial.same('and the account’s own list', (await victim.client.fetchMyLiquidations(LINEAR)).length, rows.length);
  const lines = (await victim.client.fetchLedger('USDT', undefined, 50)).map(raw);
  trial.same('its ledger adds up to what is left', sum(lines, 'change'), left);
}

/** As much as the account can carry, and an order that rests. */
async function carry(desk: Desk, side: 'buy' | 'sell'): Promise<void> {
  await desk.client.setLeverage(100, LINEAR);
  const price = await desk.awayFrom(side === 'buy' ? -0.04 : 0.04);
  await desk.place('limit', side, 0.01, price);
  await desk.place('market', side, 1);
}

/** Lets minutes go by until the venue has closed one of the positions. */
function takenOver(trial: Trial, desks: readonly Desk[]): Promise<readonly [Desk, readonly Row[]]> {
  const query = { category: 'linear', symbol: 'BTCUSDT', execType: 'BustTrade' };
  const bust = async (desk: Desk): Promise<Row[]> =>
    ((await desk.client.privateGetV5ExecutionList(query)) as { result: { list: Row[] } }).result.list;
  const look = async (): Promise<readonly [Desk, Row[]] | undefined> => {
    await trial.venue.step(MINUTE);
    for (const desk of desks) {
      const rows = await bust(desk);
      if (rows.length > 0 && (await desk.position())['size'] === '0') return [desk, rows];
    }
    return undefined;
  };
  return trial.until('one of them is taken over', look);
}

export const OVER_TIME: readonly Card[] = [
  {
    id: 'C60',
    client: 'ccxt',
    name: 'pays and receives funding',
    venue: 'stepped',
    run: funding,
    calls: ['fetchFundingHistory', 'fetchFundingRateHistory', 'fetchLedger'],
    expects: [
      ...['it happens at a full eight hours', 'it is no trade but of its own kind', 'the long side pays value × rate'],
      ...['the short side receives the same', 'the rate is the one of the history', 'trades do not list it'],
      ...['the wallet is start + realised − fees − funding', 'each line of the ledger is cash flow + funding − fee'],
      ...['the lines add up to the change of the wallet', 'funding has its own kind there', 'ccxt reads amounts before and after'],
    ],
  },
  {
    id: 'P67',
    client: 'ccxt.pro',
    name: 'is liquidated',
    venue: 'stepped',
    run: liquidation,
    calls: ['watchLiquidations', 'fetchMyLiquidations', 'fetchPosition', 'fetchCanceledOrders'],
    expects: [
      ...['both show where they would be taken over', 'the whole position is closed', 'its orders are cancelled', 'by the liquidation'],
      ...[
        'the loss stays within the account',
        'the public stream tells it',
        'and the account’s own list',
        'its ledger adds up to what is left',
      ],
    ],
  },
];
