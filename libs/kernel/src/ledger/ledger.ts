import type { Decimal } from '../number/decimal';

/** The accounts of the double-entry ledger. */
export type LedgerAccount = 'wallet' | 'capital' | 'trading' | 'realised' | 'fees' | 'funding';

/** One line of a posting: the amount is added to the account. */
export interface LedgerEntry {
  readonly account: LedgerAccount;
  readonly asset: string;
  readonly amount: Decimal;
}

/** Entries that belong together; per asset they sum to zero, exactly. */
export interface Posting {
  readonly reason: 'deposit' | 'withdrawal' | 'fill' | 'funding' | 'insurance';
  /** The id of the execution, the transfer or the settlement. */
  readonly reference: string;
  readonly entries: readonly LedgerEntry[];
}
