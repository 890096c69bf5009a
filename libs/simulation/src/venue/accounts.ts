import { Decimal } from '@libs/kernel';
import { flatPosition } from '../account/apply-trade';
import { coinPicture } from '../account/margin-picture';
import { bookTransfer } from '../account/ledger';
import { VenueAccount } from '../account/venue-account';
import { cancelAll } from './cancel';
import { refuse, type Refusal } from './refusal';
import type { AccountTerms } from './requests';
import type { VenueState } from './venue-state';

export function openAccount(state: VenueState, id: string, { fees, balances }: AccountTerms): VenueAccount {
  if (state.accounts.has(id)) throw new Error(`there is an account ${id} already`);
  const account = new VenueAccount({ id, number: state.accounts.size + 1, fees });
  const client = state.add(account);
  for (const [asset, amount] of Object.entries(balances)) transferIn(state, account, { asset, amount });
  state.tellWallet(client);
  return account;
}

/** Cancels open orders, removes positions without a trade and resets the balances. */
export function resetAccount(state: VenueState, id: string, balances: AccountTerms['balances']): void {
  const client = state.client(id);
  const { account } = client;
  cancelAll(state, id, { which: () => true, reason: 'BY_ADMIN' });
  for (const position of [...account.positions()]) {
    const { market, index } = position;
    account.setPosition({ ...flatPosition(market, index, state.now), sequence: state.nextSequence() });
    const found = state.markets.get(market);
    if (found) state.traded(client.desk(found), index);
  }
  for (const [asset, amount] of [...account.balances]) {
    if (!amount.isZero) transferIn(state, account, { asset, amount: amount.negated() });
  }
  account.balances.clear();
  for (const [asset, amount] of Object.entries(balances)) transferIn(state, account, { asset, amount });
  state.tellWallet(client);
}

/** Deposits, or withdraws if the amount is negative; at most the free balance. */
export function transfer(state: VenueState, id: string, movement: { asset: string; amount: Decimal }): Refusal | undefined {
  const { account } = state.client(id);
  const { asset, amount } = movement;
  if (amount.sign < 0) {
    const { free } = coinPicture(account, state.markets, asset);
    if (amount.abs().gt(free)) return refuse('INSUFFICIENT_BALANCE', free, amount.abs());
  }
  transferIn(state, account, movement);
  return undefined;
}

function transferIn(state: VenueState, account: VenueAccount, { asset, amount }: { asset: string; amount: Decimal }): void {
  const kind = amount.sign < 0 ? 'TRANSFER_OUT' : 'TRANSFER_IN';
  state.book(state.client(account.id), [bookTransfer(account, { id: state.nextId(), kind, asset, amount, at: state.now })]);
}
