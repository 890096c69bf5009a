import { Inject, Injectable } from '@nestjs/common';
import type { OperatorCommand } from '@libs/engine';
import { CommandDesk } from '../commands/command-desk';
import { invalidInput, notFound, pending } from '../results/errors.types';
import { ACCOUNTS, ACCOUNT_BOOK } from '../tokens';
import type { AccountBook, Accounts } from './accounts';
import { checkAccountChange, checkNewAccount, checkReason } from './account-rules';
import type { Account, AccountResult, CreateAccountInput, SetTradingStateInput, UpdateAccountInput } from './accounts.types';
import { AccountOpening } from './account-opening';
import { IdleCheck } from './idle-check';

/** Opens, changes and closes accounts. */
@Injectable()
export class AccountDesk {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(ACCOUNT_BOOK) private readonly book: AccountBook,
    @Inject(CommandDesk) private readonly commands: CommandDesk,
    @Inject(AccountOpening) private readonly opening: AccountOpening,
    @Inject(IdleCheck) private readonly idle: IdleCheck,
  ) {}

  async create(input: CreateAccountInput): Promise<AccountResult> {
    const problem = checkNewAccount(input);
    if (problem) return problem;
    const { account, commandId } = this.opening.fromInput(input);
    if (!(await this.book.open(account, commandId))) return nameTaken(account.name);
    const ready = await this.opening.untilReady(account.id);
    return ready ? { __typename: 'Account', ...ready } : pending(commandId);
  }

  async update(input: UpdateAccountInput): Promise<AccountResult> {
    const problem = checkAccountChange(input);
    if (problem) return problem;
    const account = await this.accounts.find(input.id);
    if (!account) return notFound('account', input.id);
    if (!(await this.book.change(account.id, changeOf(input, account)))) return nameTaken(String(input.name));
    if (!input.maxPositionSize) return this.shown(account.id);
    return this.command(account.id, { kind: 'update-account', maxPositionSize: input.maxPositionSize }, input.idempotencyKey);
  }

  async disable(id: string, reason: string): Promise<AccountResult> {
    const problem = checkReason(reason);
    if (problem) return problem;
    const account = await this.accounts.find(id);
    if (!account) return notFound('account', id);
    const busy = await this.idle.reasonAgainst(account.id);
    if (busy) return busy;
    await this.book.disable(account.id, reason.trim());
    return this.shown(account.id);
  }

  async setTradingState({ accountId, state, reason, idempotencyKey }: SetTradingStateInput): Promise<AccountResult> {
    const problem = checkReason(reason);
    if (problem) return problem;
    const account = await this.accounts.find(accountId);
    if (!account) return notFound('account', accountId);
    const result = await this.command(account.id, { kind: 'set-trading-state', state, reason: reason.trim() }, idempotencyKey);
    if (result.__typename !== 'Pending' || state !== 'HALTED') return result;
    // Its trader does not answer, so its executor has carried it out, where that runs.
    const shown = await this.shown(account.id);
    return shown.__typename === 'Account' && shown.tradingState === 'HALTED' ? shown : result;
  }

  private async command(accountId: string, command: OperatorCommand, idempotencyKey?: string | null): Promise<AccountResult> {
    const sent = await this.commands.send({ accountId, command, idempotencyKey });
    return sent.ok ? this.shown(accountId) : sent.failure;
  }

  private async shown(id: string): Promise<AccountResult> {
    const account = await this.accounts.find(id);
    return account ? { __typename: 'Account', ...account } : notFound('account', id);
  }
}

function nameTaken(name: string): AccountResult {
  return invalidInput('name', 'a name that no other account has', name);
}

function changeOf({ name, makerFee, takerFee }: UpdateAccountInput, account: Account) {
  const feesChange = Boolean(makerFee ?? takerFee);
  return {
    ...(name ? { name: name.trim() } : {}),
    ...(feesChange ? { fees: { maker: makerFee ?? account.makerFee, taker: takerFee ?? account.takerFee } } : {}),
  };
}
