import { decimal } from '@libs/kernel';
import { Venue, type SimOrderRequest } from '@libs/simulation';
import type { JournalRecord } from '../journal/journal-record';
import { instrumentOf } from '../source/instrument-table';
import { ApiKeys } from './api-keys';
import { applyRecords } from './apply-records';
import { Members } from './members';
import type { SimulatorState } from './simulator-state';
import { snapshotState } from './snapshot-state';

const AT = 1_750_000_000_000;
const MARKET = 'linear:BTCUSDT';
const LEVELS = (ticks: number): { ticks: number[]; lots: number[] } => ({ ticks: [ticks], lots: [5_000] });

function emptyState(): SimulatorState {
  const venue = new Venue({ salt: 0 });
  const market = venue.addMarket(instrumentOf({ venueSymbol: 'BTCUSDT', category: 'linear' })!);
  market.isOpen = true;
  venue.setLast(MARKET, 1_000_000, AT);
  venue.setHouse(MARKET, LEVELS(1_000_000), LEVELS(1_000_001), AT);
  return { venue, keys: new ApiKeys(), members: new Members(), disconnect: new Map(), origin: undefined, position: undefined };
}

const ORDER: SimOrderRequest = {
  market: MARKET,
  clientOrderId: 'a',
  side: 'BUY',
  type: 'MARKET',
  timeInForce: 'IOC',
  reduceOnly: false,
  quantity: decimal('0.007'),
};
const LIMIT = { ...ORDER, type: 'LIMIT', timeInForce: 'GTC', quantity: decimal('0.003') } as const;

/** A venue on which things have happened. */
function usedState(): SimulatorState {
  const state = emptyState();
  const { venue } = state;
  venue.salt = 77;
  state.origin = AT - 1_000;
  state.position = { at: AT, until: AT + 60_000 };
  const fees = { maker: decimal('0.0002'), taker: decimal('0.00055') };
  venue.openAccount('me', { fees, balances: { USDT: decimal('1000'), BTC: decimal('0.12345678') } }, AT);
  state.keys.issue('me');
  state.keys.issue('me', { readOnly: true });
  state.members.of('me');
  state.disconnect.set('me', new Map([['SPOT', 10]]));
  venue.markets.get(MARKET)!.funding.nextAt = AT + 1;
  venue.setLeverage('me', MARKET, { buy: decimal('3'), sell: decimal('3') }, AT);
  const accepted = [
    venue.submit('me', ORDER, AT),
    venue.submit('me', { ...ORDER, clientOrderId: 'b', side: 'SELL', quantity: decimal('0.003') }, AT),
    venue.submit(
      'me',
      { ...LIMIT, clientOrderId: 'c', price: decimal('98000.1'), stopLoss: { price: decimal('97000'), source: 'MARK' } },
      AT,
    ),
    venue.submit('me', { ...LIMIT, clientOrderId: 'd', price: decimal('104000'), side: 'SELL' }, AT),
    venue.submit(
      'me',
      {
        ...LIMIT,
        clientOrderId: 'e',
        price: decimal('98000'),
        purpose: 'STOP',
        trigger: { price: decimal('99000'), source: 'LAST', direction: 'FALL' },
      },
      AT,
    ),
  ];
  expect(accepted.map(({ kind }) => kind)).toEqual(Array(5).fill('accepted'));
  venue.cancel('me', { market: MARKET, clientOrderId: 'd' }, AT);
  const stop = { market: MARKET, index: 0, exitMode: 'FULL', takeProfit: { price: decimal('110000'), source: 'LAST' } } as const;
  expect(venue.setTradingStop('me', { ...stop, trailing: { distance: decimal('500') } }, AT)).toBeUndefined();
  return state;
}

/** Records as they come back from the disk. */
const throughJson = (records: Iterable<JournalRecord>): JournalRecord[] => JSON.parse(JSON.stringify([...records])) as JournalRecord[];

describe('a snapshot of the state', () => {
  it('restores to the same state', () => {
    const used = usedState();
    const restored = emptyState();
    applyRecords(restored, throughJson(snapshotState(used)));
    expect(throughJson(snapshotState(restored))).toEqual(throughJson(snapshotState(used)));
    expect(restored.venue).toMatchObject({ sequence: used.venue.sequence, salt: 77 });
    expect(restored.keys.allOf('me').map(({ apiKey, readOnly }) => [apiKey, readOnly])).toEqual(
      used.keys.allOf('me').map(({ apiKey, readOnly }) => [apiKey, readOnly]),
    );
    expect(restored.venue.drain()).toEqual([]);
  });

  it('brings open orders back into their book and exits back to their position', () => {
    const restored = emptyState();
    applyRecords(restored, throughJson(snapshotState(usedState())));
    expect(restored.venue.markets.get(MARKET)!.book.depth(1).ticks).toEqual([1_000_000, 980_001]);
    const { takeProfit, trailing } = restored.venue.account('me').position(MARKET);
    expect([takeProfit?.price.toString(), trailing?.distance.toString()]).toEqual(['110000', '500']);
    // The last price falls to the trigger of order e, then everything is sold into the fall.
    restored.venue.printTrade(MARKET, 'SELL', 990_000, 1, AT + 1);
    restored.venue.moved(MARKET, AT + 1);
    const stopped = restored.venue.account('me').find({ market: MARKET, clientOrderId: 'e' });
    expect(stopped?.triggeredAt).toBe(AT + 1);
  });

  it('refuses records of a newer version in one sentence', () => {
    const newer = [{ k: 'margin-call' }] as unknown as JournalRecord[];
    expect(() => applyRecords(emptyState(), newer)).toThrow(
      'holds a "margin-call" record, which this version does not know; start the version that wrote it',
    );
  });

  it('passes over no open order when the one it stands at is cancelled', () => {
    const used = usedState();
    const seen: string[] = [];
    for (const record of snapshotState(used)) {
      if (record.k !== 'order') continue;
      seen.push(record.order.clientOrderId);
      if (record.order.clientOrderId === 'c') used.venue.cancel('me', { market: MARKET, clientOrderId: 'c' }, AT);
    }
    expect(seen).toEqual(['a', 'b', 'd', 'c', 'e', '', '']);
  });

  it('takes frames again that were written before it, without doubling anything', () => {
    const used = usedState();
    const snapshot = throughJson(snapshotState(used));
    const older = snapshot.filter(({ k }) => ['execution', 'order', 'ledger', 'closed', 'position'].includes(k));
    const restored = emptyState();
    applyRecords(restored, [...snapshot, ...older]);
    expect(throughJson(snapshotState(restored))).toEqual(snapshot);
  });
});

describe('a journal of the first version', () => {
  const old = [
    { k: 'origin', firstStart: AT - 1_000, salt: 7 },
    { k: 'account', id: 'me', apiKey: 'key', apiSecret: 'secret', maker: '0.0002', taker: '0.0005' },
    { k: 'wallet', id: 'me', balances: { USDT: '999.65' } },
    { k: 'leverage', id: 'me', market: MARKET, leverage: 5 },
    {
      k: 'position',
      id: 'me',
      position: {
        market: MARKET,
        quantity: '0.007',
        cost: '700.0007',
        realised: '0',
        cumulativeRealised: '-0.35',
        openedAt: AT,
        updatedAt: AT,
      },
    },
    {
      k: 'order',
      order: {
        market: MARKET,
        clientOrderId: 'c',
        side: 'BUY',
        type: 'LIMIT',
        quantity: '0.002',
        timeInForce: 'GTC',
        reduceOnly: false,
        price: '90000',
        orderId: 'x-000000000003',
        accountId: 'me',
        status: 'NEW',
        filled: '0',
        filledValue: '0',
        fees: '0',
        feeAsset: 'USDT',
        lastPriceOnCreated: '100000',
        createdAt: AT,
        updatedAt: AT,
        sequence: 3,
      },
    },
    { k: 'used-id', id: 'me', key: 'linear:gone', orderId: 'y' },
    { k: 'market', at: AT, until: AT + 60_000, sequence: 3 },
  ] as unknown as JournalRecord[];

  it('goes on: position, leverage, resting order and used client ids are there', () => {
    const state = emptyState();
    applyRecords(state, old);
    const account = state.venue.account('me');
    expect(account.position(MARKET)).toMatchObject({ index: 0, exitMode: 'FULL', isLiquidating: false });
    expect(account.position(MARKET).quantity.toString()).toBe('0.007');
    expect(account.settings(state.venue.markets.get(MARKET)!).buyLeverage.toString()).toBe('5');
    expect(state.venue.markets.get(MARKET)!.book.depth(1).ticks).toEqual([1_000_000, 900_000]);
    expect(state.venue.submit('me', { ...LIMIT, clientOrderId: 'gone', price: decimal('98000') }, AT)).toMatchObject({
      refusal: { code: 'DUPLICATE_CLIENT_ID' },
    });
    expect(state.keys.find('key')?.accountId).toBe('me');
  });
});
