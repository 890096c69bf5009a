import type { Decimal } from '@libs/kernel';

export type LedgerKind =
  'TRADE' | 'FUNDING' | 'LIQUIDATION' | 'AUTO_DELEVERAGING' | 'SETTLEMENT' | 'TRANSFER_IN' | 'TRANSFER_OUT' | 'INSURANCE';

/** One line of an account's ledger. `change` is the change in the balance of `asset`: cash flow − fee − funding. */
export interface LedgerEntry {
  readonly id: string;
  readonly kind: LedgerKind;
  readonly asset: string;
  /** Empty for transfers. */
  readonly market: string;
  readonly orderId: string;
  readonly clientOrderId: string;
  readonly executionId: string;
  readonly side: 'BUY' | 'SELL' | 'NONE';
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** Realised profit of a linear trade, or the coins moved by a spot trade; before fee. */
  readonly cashFlow: Decimal;
  readonly fee: Decimal;
  readonly feeRate: Decimal;
  /** Positive is paid by the account. */
  readonly funding: Decimal;
  readonly change: Decimal;
  /** Of `asset`, after this line. */
  readonly balance: Decimal;
  /** Signed quantity of the position after this line; zero for spot and transfers. */
  readonly position: Decimal;
  readonly at: number;
}
