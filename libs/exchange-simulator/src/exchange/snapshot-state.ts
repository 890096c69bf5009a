import type { Venue, VenueAccount } from '@libs/simulation';
import type { JournalRecord, StoredSettings } from '../journal/journal-record';
import { stored } from '../journal/stored-values';
import type { SimulatorState } from './simulator-state';

/**
 * The state as records, oldest facts first. It may change while it is walked through: what changes meanwhile follows in
 * records of its own, and a later record replaces an earlier one.
 */
export function* snapshotState(state: SimulatorState): Generator<JournalRecord> {
  const { venue, keys, members, disconnect } = state;
  if (state.origin !== undefined) yield { k: 'origin', firstStart: state.origin, salt: venue.salt };
  for (const account of venue.accounts.values()) yield* snapshotAccount(state, account);
  for (const key of keys.all()) yield { k: 'key', key };
  for (const member of members.all()) yield { k: 'member', member };
  for (const [id, products] of disconnect) for (const [product, seconds] of products) yield { k: 'disconnect', id, product, seconds };
  yield* fundingRecords(venue);
  if (state.position) yield { k: 'market', ...state.position, sequence: venue.sequence };
}

function* snapshotAccount({ keys }: SimulatorState, account: VenueAccount): Generator<JournalRecord> {
  const { id, orders } = account;
  const { apiKey, apiSecret } = keys.ofAccount(id) ?? { apiKey: '', apiSecret: '' };
  yield { k: 'account', id, apiKey, apiSecret, maker: account.fees.maker.toString(), taker: account.fees.taker.toString() };
  yield walletRecord(account);
  yield settingsRecord(account);
  for (const position of account.positions()) yield { k: 'position', id, position: stored(position) };
  // At one moment: an order that is forgotten during the walk is among the ids or among the orders, and none is passed over.
  const [kept, forgotten] = [[...orders.all()], textOf(orders.forgottenIds.fingerprints())];
  if (forgotten !== '') yield { k: 'used-ids', id, fingerprints: forgotten };
  for (const order of kept) yield { k: 'order', order: stored(order) };
  for (const execution of account.executions.items) yield { k: 'execution', execution: stored(execution) };
  for (const entry of account.ledger.items) yield { k: 'ledger', id, entry: stored(entry) };
  for (const closed of [...account.closed.values()]) yield { k: 'closed', id, closed: stored(closed) };
}

export function walletRecord({ id, balances }: VenueAccount): JournalRecord {
  return { k: 'wallet', id, balances: stored(Object.fromEntries(balances)) };
}

/** Of every market in which the account did anything. */
export function settingsRecord(account: VenueAccount): JournalRecord {
  const markets: Record<string, StoredSettings> = {};
  for (const { market, settings } of account.exposures.values()) {
    if (settings)
      markets[market] = { buy: settings.buyLeverage.toString(), sell: settings.sellLeverage.toString(), hedged: settings.hedged };
  }
  return { k: 'settings', id: account.id, marginMode: account.marginMode, markets };
}

function* fundingRecords({ markets }: Venue): Generator<JournalRecord> {
  for (const { key, funding } of markets.values()) if (funding.nextAt > 0) yield { k: 'funding', market: key, nextAt: funding.nextAt };
}

function textOf(pairs: Iterable<readonly [number, number]>): string {
  return Buffer.from(Uint32Array.from([...pairs].flat()).buffer).toString('base64');
}
