import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { between } from '../results/unknown-subject';
import { ACCOUNTS } from '../tokens';
import { AccountDesk } from './account-desk';
import { AccountReset } from './account-reset';
import type { Accounts } from './accounts';
import {
  Account,
  AccountResultUnion,
  AccountValue,
  Balance,
  CreateAccountInput,
  EquityPoint,
  ResetAccountInput,
  SetTradingStateInput,
  UpdateAccountInput,
} from './accounts.types';
import { LiveValues } from './live-values';

@Resolver(() => Account)
export class AccountsResolver {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(AccountDesk) private readonly desk: AccountDesk,
    @Inject(AccountReset) private readonly fresh: AccountReset,
    @Inject(LiveValues) private readonly values: LiveValues,
  ) {}

  @Query(() => [Account], { name: 'accounts' })
  list() {
    return this.accounts.list();
  }

  @Query(() => Account, { name: 'account', nullable: true })
  find(@Args('id', { type: () => ID }) id: string) {
    return this.accounts.find(id);
  }

  @Query(() => [EquityPoint])
  equityCurve(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('points', { type: () => Int, nullable: true, defaultValue: 500 }) points: number,
  ) {
    return this.accounts.equityCurve(accountId, between('points', points, { least: 2, most: 5000 }));
  }

  @ResolveField(() => [Balance])
  balances(@Parent() account: Account) {
    return this.accounts.balances(account.id);
  }

  @ResolveField(() => AccountValue, { nullable: true })
  value(@Parent() account: Account) {
    return this.values.latest(account.id);
  }

  @Mutation(() => AccountResultUnion)
  createAccount(@Args('input', { type: () => CreateAccountInput }) input: CreateAccountInput) {
    return this.desk.create(input);
  }

  @Mutation(() => AccountResultUnion)
  updateAccount(@Args('input', { type: () => UpdateAccountInput }) input: UpdateAccountInput) {
    return this.desk.update(input);
  }

  @Mutation(() => AccountResultUnion)
  disableAccount(@Args('id', { type: () => ID }) id: string, @Args('reason', { type: () => String }) reason: string) {
    return this.desk.disable(id, reason);
  }

  @Mutation(() => AccountResultUnion, {
    description: 'Closes a paper account and opens a new one under the same name; the answer contains the new id',
  })
  resetAccount(@Args('input', { type: () => ResetAccountInput }) input: ResetAccountInput) {
    return this.fresh.reset(input);
  }

  @Mutation(() => AccountResultUnion)
  setTradingState(@Args('input', { type: () => SetTradingStateInput }) input: SetTradingStateInput) {
    return this.desk.setTradingState(input);
  }
}
