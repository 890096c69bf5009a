import type { Change, Venue, VenuePosition } from '@libs/simulation';
import type { JournalRecord } from '../journal/journal-record';
import { stored } from '../journal/stored-values';
import { settingsRecord, walletRecord } from './snapshot-state';

/** Turns what changed into records: of each order, position and wallet only the last value, of the rest every one. */
export class ChangeRecorder {
  /** The position values that the journal holds already: they are told again with every order. */
  private readonly written = new WeakSet<VenuePosition>();

  constructor(private readonly venue: Venue) {}

  recordsOf(changes: readonly Change[]): JournalRecord[] {
    const records: JournalRecord[] = [];
    const last = new Map<string, JournalRecord>();
    for (const change of changes) {
      switch (change.type) {
        case 'order':
          last.set(change.order.orderId, { k: 'order', order: stored(change.order) });
          break;
        case 'execution':
          records.push({ k: 'execution', execution: stored(change.execution) });
          break;
        case 'ledger':
          records.push({ k: 'ledger', id: change.accountId, entry: stored(change.entry) });
          break;
        case 'closed-position':
          last.set(`closed ${change.closed.orderId} ${change.closed.index}`, {
            k: 'closed',
            id: change.accountId,
            closed: stored(change.closed),
          });
          break;
        case 'position':
          // One that was never traded is told with every order, though it is not kept anywhere.
          if (change.position.sequence === 0 || this.written.has(change.position)) break;
          last.set(positionKey(change.accountId, change.position), positionRecord(change));
          this.written.add(change.position);
          break;
        case 'wallet':
          last.set(`wallet ${change.accountId}`, walletRecord(this.venue.account(change.accountId)));
          break;
        case 'settings':
          last.set(`settings ${change.accountId}`, settingsRecord(this.venue.account(change.accountId)));
          break;
        case 'triggered':
        case 'liquidation':
        case 'public-trade':
          break;
      }
    }
    return [...records, ...last.values()];
  }
}

function positionKey(accountId: string, { market, index }: VenuePosition): string {
  return `position ${accountId} ${market} ${index}`;
}

function positionRecord({ accountId, position }: Extract<Change, { type: 'position' }>): JournalRecord {
  return { k: 'position', id: accountId, position: stored(position) };
}
