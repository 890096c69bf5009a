import { Decimal } from '../number/decimal';
import type { LedgerAccount, Posting } from './ledger';

/** Balance per ledger account and asset. */
export type LedgerBalances = Readonly<Partial<Record<LedgerAccount, Readonly<Record<string, Decimal>>>>>;

/** The balances after a posting; throws `UnbalancedPosting` if an asset of it does not sum to zero. */
export function post(balances: LedgerBalances, posting: Posting): LedgerBalances {
  const loose = unbalancedAssets(posting);
  if (loose.length > 0) throw new UnbalancedPosting(posting, loose);
  let after = balances;
  for (const { account, asset, amount } of posting.entries) {
    const assets = after[account];
    after = { ...after, [account]: { ...assets, [asset]: (assets?.[asset] ?? Decimal.ZERO).plus(amount) } };
  }
  return after;
}

/** The balances after all postings, starting from zero. */
export function foldPostings(postings: Iterable<Posting>): LedgerBalances {
  let balances: LedgerBalances = {};
  for (const posting of postings) balances = post(balances, posting);
  return balances;
}

export function balanceOf(balances: LedgerBalances, account: LedgerAccount, asset: string): Decimal {
  return balances[account]?.[asset] ?? Decimal.ZERO;
}

/** Sum over all accounts per asset; always zero unless something bypassed `post`. */
export function ledgerTotals(balances: LedgerBalances): Readonly<Record<string, Decimal>> {
  const totals: Record<string, Decimal> = {};
  for (const assets of Object.values(balances)) {
    for (const [asset, amount] of Object.entries(assets)) totals[asset] = (totals[asset] ?? Decimal.ZERO).plus(amount);
  }
  return totals;
}

function unbalancedAssets(posting: Posting): readonly string[] {
  const sums = new Map<string, Decimal>();
  for (const { asset, amount } of posting.entries) sums.set(asset, (sums.get(asset) ?? Decimal.ZERO).plus(amount));
  return [...sums].filter(([, sum]) => !sum.isZero).map(([asset]) => asset);
}

/** Entries that do not cancel out; such a posting must never reach a ledger. */
export class UnbalancedPosting extends Error {
  constructor(
    readonly posting: Posting,
    readonly assets: readonly string[],
  ) {
    super(`posting ${posting.reason} ${posting.reference} does not sum to zero in ${assets.join(', ')}`);
    this.name = 'UnbalancedPosting';
  }
}
