import { Decimal } from '@libs/kernel';
import type { VenueAccount } from '@libs/simulation';
import type { JournalRecord, StoredSettings } from '../journal/journal-record';
import { closedFrom, executionFrom, ledgerEntryFrom, orderFrom, positionFrom } from '../journal/stored-values';
import { InvalidSource } from '../source/invalid-source';
import { creationOf } from './creation-of';
import { disconnectTermsOf, type SimulatorState } from './simulator-state';

type Apply = { readonly [K in JournalRecord['k']]: (state: SimulatorState, record: Extract<JournalRecord, { k: K }>) => void };

const APPLY: Apply = {
  origin: (state, { firstStart, salt }) => {
    state.origin = firstStart;
    state.venue.salt = salt;
  },
  market: (state, { at, until, sequence }) => {
    state.position = { at, until };
    state.venue.sequence = Math.max(state.venue.sequence, sequence);
  },
  funding: ({ venue }, { market, nextAt }) => {
    const found = venue.markets.get(market);
    if (found) found.funding.nextAt = nextAt;
  },
  account: ({ venue, keys }, { id, apiKey, apiSecret, maker, taker }) => {
    const fees = { maker: Decimal.parse(maker), taker: Decimal.parse(taker) };
    const account = venue.accounts.get(id);
    if (account) account.fees = fees;
    else venue.openAccount(id, { fees, balances: {} }, 0);
    keys.restore({ apiKey, apiSecret, accountId: id });
  },
  key: ({ keys }, { key }) => void keys.put(key),
  'no-key': ({ keys }, { apiKey }) => keys.remove(apiKey),
  member: ({ members }, { member }) => void members.put(member),
  wallet: ({ venue }, { id, balances }) => {
    const account = venue.account(id);
    account.balances.clear();
    for (const [asset, amount] of Object.entries(balances)) account.balances.set(asset, Decimal.parse(amount));
  },
  settings: ({ venue }, { id, marginMode, markets }) => {
    const account = venue.account(id);
    account.marginMode = marginMode;
    for (const [market, settings] of Object.entries(markets)) applySettings(account, market, settings);
  },
  disconnect: ({ disconnect }, { id, product, seconds }) => void disconnectTermsOf(disconnect, id).set(product, seconds),
  position: ({ venue }, { id, position }) => venue.account(id).setPosition(positionFrom(position)),
  order: ({ venue }, { order }) => venue.account(order.accountId).put(orderFrom(order)),
  execution: ({ venue }, { execution }) => {
    const account = venue.account(execution.accountId);
    const last = account.executions.items.at(-1)?.sequence ?? -1;
    if (execution.sequence > last) account.record(executionFrom(execution));
  },
  ledger: ({ venue }, { id, entry }) => {
    const { ledger } = venue.account(id);
    const last = ledger.items.at(-1);
    if (!last || creationOf(entry.id) > creationOf(last.id)) ledger.push(ledgerEntryFrom(entry));
  },
  closed: ({ venue }, { id, closed }) => venue.account(id).putClosed(closedFrom(closed)),
  'used-ids': ({ venue }, { id, fingerprints }) => venue.account(id).orders.forgottenIds.restore(pairsOf(fingerprints)),
  leverage: ({ venue }, { id, market, leverage }) => {
    const text = String(leverage);
    applySettings(venue.account(id), market, { buy: text, sell: text, hedged: false });
  },
  'no-position': ({ venue }, { id, market }) => {
    const account = venue.account(id);
    account.setPosition({ ...account.position(market), quantity: Decimal.ZERO, cost: Decimal.ZERO });
  },
  'used-id': ({ venue }, { id, key }) => venue.account(id).orders.forgottenIds.add(key),
};

/** Rebuilds the state; afterwards open orders rest in their markets again. */
export function applyRecords(state: SimulatorState, records: readonly JournalRecord[]): void {
  for (const record of records) {
    if (!Object.hasOwn(APPLY, record.k)) throw new InvalidSource(unknownRecord(record.k));
    (APPLY[record.k] as (state: SimulatorState, record: JournalRecord) => void)(state, record);
  }
  state.venue.restore();
  state.venue.drain();
}

function unknownRecord(kind: string): string {
  return `The exchange simulator's journal holds a "${kind}" record, which this version does not know; start the version that wrote it, or move its folder away.`;
}

function applySettings(account: VenueAccount, market: string, { buy, sell, hedged }: StoredSettings): void {
  account.setSettings(market, { buyLeverage: Decimal.parse(buy), sellLeverage: Decimal.parse(sell), hedged });
}

function* pairsOf(fingerprints: string): Generator<readonly [number, number]> {
  const bytes = Buffer.from(fingerprints, 'base64');
  for (let at = 0; at + 8 <= bytes.length; at += 8) yield [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
}
