import { Decimal } from '@libs/kernel';
import type { FillEngine } from '@libs/simulation';
import { isOpen } from '@libs/simulation';
import { asText, executionFromText, orderFromText, positionFromText, type JournalRecord } from '../journal/records';
import { InvalidSource } from '../source/invalid-source';
import type { ApiKeys } from './api-keys';
import type { Members } from './members';

/** Where the market stood when the journal ended. */
export interface StoredPosition {
  readonly at: number;
  readonly until: number;
}

/** Everything the journal keeps, as it is in memory. */
export interface SimulatorState {
  readonly engine: FillEngine;
  readonly keys: ApiKeys;
  readonly members: Members;
  origin: number | undefined;
  position: StoredPosition | undefined;
}

type Apply = { readonly [K in JournalRecord['k']]: (state: SimulatorState, record: Extract<JournalRecord, { k: K }>) => void };

const APPLY: Apply = {
  origin: (state, { firstStart, salt }) => {
    state.origin = firstStart;
    state.engine.salt = salt;
  },
  market: (state, { at, until, sequence }) => {
    state.position = { at, until };
    state.engine.sequence = Math.max(state.engine.sequence, sequence);
  },
  account: ({ engine, keys }, { id, apiKey, apiSecret, maker, taker }) => {
    const fees = { maker: Decimal.parse(maker), taker: Decimal.parse(taker) };
    const account = engine.accounts.get(id);
    if (account) account.fees = fees;
    else engine.openAccount(id, { fees, balances: {} });
    keys.restore({ apiKey, apiSecret, accountId: id });
  },
  key: ({ keys }, { key }) => void keys.put(key),
  'no-key': ({ keys }, { apiKey }) => keys.remove(apiKey),
  member: ({ members }, { member }) => void members.put(member),
  wallet: ({ engine }, { id, balances }) => {
    const account = engine.account(id);
    account.balances.clear();
    for (const [asset, amount] of Object.entries(balances)) account.balances.set(asset, Decimal.parse(amount));
  },
  leverage: ({ engine }, { id, market, leverage }) => void engine.account(id).leverage.set(market, leverage),
  position: ({ engine }, { id, position }) => void engine.account(id).positions.set(position.market, positionFromText(position)),
  'no-position': ({ engine }, { id, market }) => void engine.account(id).positions.delete(market),
  order: ({ engine }, { order }) => engine.account(order.accountId).put(orderFromText(order)),
  execution: ({ engine }, { execution }) => {
    const account = engine.account(execution.accountId);
    const last = account.executions.at(-1)?.sequence ?? -1;
    if (execution.sequence > last) account.record(executionFromText(execution));
  },
  'used-id': ({ engine }, { id, key, orderId }) => engine.account(id).rememberId(key, orderId),
};

/** Rebuilds the state; afterwards open orders rest in their markets again. */
export function restoreState(state: SimulatorState, records: readonly JournalRecord[]): void {
  for (const record of records) {
    if (!Object.hasOwn(APPLY, record.k)) throw new InvalidSource(unknownRecord(record.k));
    (APPLY[record.k] as (state: SimulatorState, record: JournalRecord) => void)(state, record);
  }
  for (const account of state.engine.accounts.values()) {
    for (const order of account.orders.values()) if (isOpen(order)) state.engine.markets.get(order.market)?.rest(order);
  }
  state.engine.drain();
}

function unknownRecord(kind: string): string {
  return `The exchange simulator's journal holds a "${kind}" record, which this version does not know; start the version that wrote it, or move its folder away.`;
}

/** The state as records, oldest facts first. */
export function snapshotState(state: SimulatorState): readonly JournalRecord[] {
  const records: JournalRecord[] = [];
  if (state.origin !== undefined) records.push({ k: 'origin', firstStart: state.origin, salt: state.engine.salt });
  for (const [accountId, account] of state.engine.accounts) {
    const { apiKey, apiSecret } = state.keys.ofAccount(accountId) ?? { apiKey: '', apiSecret: '' };
    records.push({
      k: 'account',
      id: accountId,
      apiKey,
      apiSecret,
      maker: account.fees.maker.toString(),
      taker: account.fees.taker.toString(),
    });
    records.push(walletRecord(state.engine, accountId));
    for (const [market, leverage] of account.leverage) records.push({ k: 'leverage', id: accountId, market, leverage });
    for (const position of account.positions.values()) records.push({ k: 'position', id: accountId, position: asText(position) });
    for (const [key, orderId] of account.knownIds)
      if (!account.orders.has(orderId)) records.push({ k: 'used-id', id: accountId, key, orderId });
    for (const order of account.orders.values()) records.push({ k: 'order', order: asText(order) });
    for (const execution of account.executions) records.push({ k: 'execution', execution: asText(execution) });
  }
  for (const key of state.keys.all()) records.push({ k: 'key', key });
  for (const member of state.members.all()) records.push({ k: 'member', member });
  if (state.position) records.push({ k: 'market', ...state.position, sequence: state.engine.sequence });
  return records;
}

export function walletRecord(engine: FillEngine, accountId: string): JournalRecord {
  const balances = Object.fromEntries([...engine.account(accountId).balances].map(([asset, amount]) => [asset, amount.toString()]));
  return { k: 'wallet', id: accountId, balances };
}
