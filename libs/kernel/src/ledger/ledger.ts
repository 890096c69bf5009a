import type { Decimal } from '../number/decimal';

/** The accounts of the double-entry ledger. */
export type LedgerAccount = 'wallet' | 'capital' | 'trading' | 'realised' | 'fees' | 'funding';

/** One line of a posting: the amount is added to the account. */
export interface LedgerEntry {
  readonly account: LedgerAccount;
  readonly asset: string;
  readonly amount: Decimal;
}

/** Entries that belong together; per asset they sum to exactly zero. */
export interface Posting {
  readonly reason: 'deposit' | 'withdrawal' | 'fill' | 'funding' | 'insurance';
  /** Id of the execution, transfer or settlement. */
  readonly reference: string;
  readonly entries: readonly LedgerEntry[];
}
