import { decimal } from '@libs/kernel';
import { FillEngine, type SimOrderRequest } from '@libs/simulation';
import type { JournalRecord } from '../journal/records';
import { instrumentOf } from '../source/instrument-table';
import { ApiKeys } from './api-keys';
import { Members } from './members';
import { restoreState, snapshotState, type SimulatorState } from './restore-state';

const AT = 1_750_000_000_000;

function emptyState(): SimulatorState {
  const engine = new FillEngine(0);
  const market = engine.addMarket(instrumentOf({ venueSymbol: 'BTCUSDT', category: 'linear' })!);
  market.isOpen = true;
  market.last = 1_000_000;
  market.book.bids.ticks.push(1_000_000);
  market.book.bids.lots.push(5_000);
  market.book.asks.ticks.push(1_000_001);
  market.book.asks.lots.push(5_000);
  return { engine, keys: new ApiKeys(), members: new Members(), origin: undefined, position: undefined };
}

/** A venue on which things have happened. */
function usedState(): SimulatorState {
  const state = emptyState();
  const { engine } = state;
  engine.salt = 77;
  state.origin = AT - 1_000;
  state.position = { at: AT, until: AT + 60_000 };
  engine.openAccount('me', {
    fees: { maker: decimal('0.0002'), taker: decimal('0.00055') },
    balances: { USDT: decimal('1000'), BTC: decimal('0.12345678') },
  });
  state.keys.issue('me');
  state.keys.issue('me', { note: 'reads', readOnly: true, ips: ['10.0.0.1'], expiresAt: AT, permissions: { Spot: ['SpotTrade'] } });
  state.members.put({ ...state.members.of('me'), rateTier: 'vip3' });
  engine.account('me').leverage.set('linear:BTCUSDT', 3);
  const request: SimOrderRequest = {
    market: 'linear:BTCUSDT',
    clientOrderId: 'a',
    side: 'BUY',
    type: 'MARKET',
    quantity: decimal('0.007'),
    timeInForce: 'IOC',
    reduceOnly: false,
  };
  engine.submit('me', request, AT);
  engine.submit('me', { ...request, clientOrderId: 'b', side: 'SELL', quantity: decimal('0.003') }, AT);
  engine.submit('me', { ...request, clientOrderId: 'c', type: 'LIMIT', timeInForce: 'GTC', price: decimal('90000.1') }, AT);
  return state;
}

/** Records as they come back from the disk. */
const throughJson = (records: readonly JournalRecord[]): JournalRecord[] => JSON.parse(JSON.stringify(records)) as JournalRecord[];

describe('a snapshot of the state', () => {
  it('restores to the same state', () => {
    const used = usedState();
    const restored = emptyState();
    restoreState(restored, throughJson(snapshotState(used)));
    expect(snapshotState(restored)).toEqual(snapshotState(used));
    expect(restored.engine.account('me')).toEqual(used.engine.account('me'));
    expect(restored.engine).toMatchObject({ sequence: used.engine.sequence, salt: 77 });
    expect(restored.engine.markets.get('linear:BTCUSDT')!.buys.map(({ clientOrderId }) => clientOrderId)).toEqual(['c']);
  });

  it('takes the key of an older journal, which has nothing but the pair', () => {
    const restored = emptyState();
    const account = { k: 'account', id: 'me', apiKey: 'a', apiSecret: 's', maker: '0', taker: '0' } as const;
    restoreState(restored, [account, { ...account, id: 'other', apiKey: 'b' }]);
    expect(restored.keys.ofAccount('me')).toMatchObject({ apiKey: 'a', apiSecret: 's', readOnly: false, expiresAt: 0, ips: [] });
    expect(restored.keys.allOf('other').map(({ apiKey }) => apiKey)).toEqual(['b']);
  });

  it('refuses records of a newer version in one sentence', () => {
    const newer = [{ k: 'margin-call' }] as unknown as JournalRecord[];
    expect(() => restoreState(emptyState(), newer)).toThrow(
      'holds a "margin-call" record, which this version does not know; start the version that wrote it',
    );
  });

  it('takes frames again that were written before it, without doubling anything', () => {
    const used = usedState();
    const snapshot = throughJson(snapshotState(used));
    const older = snapshot.filter(({ k }) => k === 'execution' || k === 'order');
    const restored = emptyState();
    restoreState(restored, [...snapshot, ...older]);
    expect(restored.engine.account('me').executions).toEqual(used.engine.account('me').executions);
    expect(restored.engine.account('me').orders).toEqual(used.engine.account('me').orders);
  });
});
