import { UnknownSubject } from '../results/unknown-subject';
import type { Accounts } from './accounts';

/** Refuses a question about an account that does not exist. */
export async function mustExist(accounts: Pick<Accounts, 'find'>, accountId: string): Promise<void> {
  if (!(await accounts.find(accountId))) throw new UnknownSubject('account', accountId);
}
