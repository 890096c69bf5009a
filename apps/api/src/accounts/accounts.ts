import type { Account, AccountValue, Balance, EquityPoint } from './accounts.types';

/** What is known of accounts; an id that is no account gives null or nothing. */
export interface Accounts {
  list(): Promise<readonly Account[]>;
  find(id: string): Promise<Account | null>;
  /** The account whose orders by hand belong to this deployment. */
  ofManualDeployment(deploymentId: string): Promise<Account | null>;
  /** What the account was opened with, as far as a successor inherits it. */
  terms(id: string): Promise<AccountTerms | null>;
  balances(id: string): Promise<readonly Balance[]>;
  /** The value at the last fill or transfer. */
  value(id: string): Promise<AccountValue | null>;
  equityCurve(id: string, points: number): Promise<readonly EquityPoint[]>;
}

export interface AccountTerms {
  readonly name: string;
  readonly mode: 'paper' | 'live';
  readonly venue: string;
  readonly settleAsset: string;
  readonly maxPositionSize: string;
  readonly startingBalances: Readonly<Record<string, string>>;
  readonly fees: { readonly maker: string; readonly taker: string };
}

export interface NewAccount extends AccountTerms {
  readonly id: string;
  readonly mode: 'paper';
}

/** A change of what the account's trader does not own. */
export interface AccountChange {
  readonly name?: string;
  readonly fees?: { readonly maker: string; readonly taker: string };
}

/** Every method is one transaction that carries its audit entry and tells the launcher. */
export interface AccountBook {
  /** Makes the account, its venue account and its first command; a repeat of the same id changes nothing. False when the name is taken. */
  open(account: NewAccount, commandId: string): Promise<boolean>;
  /** False when the new name is taken. */
  change(id: string, change: AccountChange): Promise<boolean>;
  disable(id: string, reason: string): Promise<void>;
}
