import { Decimal } from '@libs/kernel';
import type { LedgerEntry, LedgerKind } from './ledger-entry';
import type { VenueAccount } from './venue-account';

const NONE = {
  ...{ market: '', orderId: '', clientOrderId: '', executionId: '', side: 'NONE' as const },
  ...{ quantity: Decimal.ZERO, price: Decimal.ZERO, cashFlow: Decimal.ZERO, fee: Decimal.ZERO, feeRate: Decimal.ZERO },
  ...{ funding: Decimal.ZERO, position: Decimal.ZERO },
};

export type LedgerLine = Pick<LedgerEntry, 'id' | 'kind' | 'asset' | 'at'> & Partial<LedgerEntry>;

/** The one way money moves: the balance changes by cash flow less fee less funding, and the line says so. */
export function book(account: VenueAccount, line: LedgerLine): LedgerEntry {
  const full = { ...NONE, ...line };
  const change = full.cashFlow.minus(full.fee).minus(full.funding);
  const balance = account.balance(line.asset).plus(change);
  account.balances.set(line.asset, balance);
  const entry: LedgerEntry = { ...full, change, balance };
  account.ledger.push(entry);
  return entry;
}

export interface Transfer {
  readonly id: string;
  readonly kind: Extract<LedgerKind, 'TRANSFER_IN' | 'TRANSFER_OUT' | 'INSURANCE'>;
  readonly asset: string;
  /** Negative takes out. */
  readonly amount: Decimal;
  readonly at: number;
}

/** Money that comes from outside or goes there, or that the insurance fund covers. */
export function bookTransfer(account: VenueAccount, { id, kind, asset, amount, at }: Transfer): LedgerEntry {
  return book(account, { id, kind, asset, cashFlow: amount, quantity: amount, at });
}
