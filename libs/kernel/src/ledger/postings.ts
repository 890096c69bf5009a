import { Decimal } from '../number/decimal';
import type { Instrument } from '../market/instrument';
import type { Fill } from '../order/order';
import type { LedgerAccount, LedgerEntry, Posting } from './ledger';

/** A deposit from outside: wallet against capital. */
export function depositPosting(reference: string, amounts: Readonly<Record<string, Decimal>>): Posting {
  const entries = Object.entries(amounts).flatMap(([asset, amount]) => pair('wallet', 'capital', asset, amount));
  return { reason: 'deposit', reference, entries };
}

/**
 * The money side of a fill. Spot exchanges two assets against `trading`; a linear contract moves only the profit that this fill realised on
 * the account's position. The fee leaves the wallet in its own asset.
 */
export function fillPosting(instrument: Instrument, fill: Fill, realised: Decimal): Posting {
  const fee = pair('fees', 'wallet', fill.feeAsset, fill.fee);
  const entries = instrument.category === 'spot' ? spotEntries(instrument, fill) : pair('wallet', 'realised', instrument.settle, realised);
  return { reason: 'fill', reference: fill.executionId, entries: [...entries, ...fee] };
}

/** Funding that the wallet received, or paid if `amount` is negative. */
export function fundingPosting(reference: string, asset: string, amount: Decimal): Posting {
  return { reason: 'funding', reference, entries: pair('wallet', 'funding', asset, amount) };
}

/** What an insurance fund paid for a loss beyond the wallet. It comes from outside, like capital, and is identified by its reason. */
export function insurancePosting(reference: string, asset: string, amount: Decimal): Posting {
  return { reason: 'insurance', reference, entries: pair('wallet', 'capital', asset, amount) };
}

function spotEntries(instrument: Instrument, fill: Fill): readonly LedgerEntry[] {
  const bought = fill.side === 'BUY' ? fill.quantity : fill.quantity.negated();
  return [...pair('wallet', 'trading', instrument.base, bought), ...pair('trading', 'wallet', instrument.quote, bought.times(fill.price))];
}

function pair(to: LedgerAccount, from: LedgerAccount, asset: string, amount: Decimal): readonly LedgerEntry[] {
  if (amount.isZero) return [];
  return [
    { account: to, asset, amount },
    { account: from, asset, amount: amount.negated() },
  ];
}
