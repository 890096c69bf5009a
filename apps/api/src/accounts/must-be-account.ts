import { Problem } from '../results/problem';
import type { Accounts } from './accounts';
import type { Account } from './accounts.types';

/** The account of a REST request; a problem that says which when there is none. */
export async function mustBeAccount(accounts: Accounts, id: string | undefined): Promise<Account> {
  if (!id) throw Problem.badInput('accountId', 'the id of an account', 'missing');
  const account = await accounts.find(id);
  if (!account) throw new Problem(404, 'There is no such account', `There is no account ${id}.`);
  return account;
}
