import { Inject, Injectable } from '@nestjs/common';
import { commandIdFor } from '../commands/command-id';
import { invalidInput, notFound, pending, refused } from '../results/errors.types';
import { ACCOUNTS, ACCOUNT_BOOK } from '../tokens';
import type { AccountBook, Accounts } from './accounts';
import { AccountOpening } from './account-opening';
import { checkBalances } from './account-rules';
import type { AccountResult, ResetAccountInput } from './accounts.types';
import { IdleCheck } from './idle-check';

/**
 * Starts a paper account anew. A ledger is never wound back: the old account is closed with its books whole, and a new one
 * opens under its name with the same terms.
 */
@Injectable()
export class AccountReset {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(ACCOUNT_BOOK) private readonly book: AccountBook,
    @Inject(AccountOpening) private readonly opening: AccountOpening,
    @Inject(IdleCheck) private readonly idle: IdleCheck,
  ) {}

  async reset({ id, startingBalances, idempotencyKey }: ResetAccountInput): Promise<AccountResult> {
    const problem = checkBalances(startingBalances);
    if (problem) return problem;
    const terms = await this.accounts.terms(id);
    if (!terms) return notFound('account', id);
    if (terms.mode !== 'paper')
      return refused('NOT_PAPER', `The account ${terms.name} trades ${terms.mode}; only paper accounts can be reset.`);
    const account = this.opening.anew(terms, startingBalances, idempotencyKey);
    const closing = await this.close(id, account.id);
    if (closing) return closing;
    const commandId = commandIdFor(`${id}/open-account`, idempotencyKey);
    if (!(await this.book.open(account, commandId))) return invalidInput('name', 'a name that no other account has', account.name);
    const ready = await this.opening.untilReady(account.id);
    return ready ? { __typename: 'Account', ...ready } : pending(commandId);
  }

  /** A repeated request finds the old account closed for this very successor, and goes on from there. */
  private async close(id: string, successor: string): Promise<AccountResult | null> {
    const account = await this.accounts.find(id);
    const reason = `reset; goes on as account ${successor}`;
    if (account?.status === 'disabled') {
      return account.statusReason === reason
        ? null
        : refused('ACCOUNT_DISABLED', `The account ${account.name} is disabled; open a new one.`);
    }
    const busy = await this.idle.reasonAgainst(id);
    if (!busy) await this.book.disable(id, reason);
    return busy;
  }
}
