import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { commandIdFor } from '../commands/command-id';
import type { ApiOptions } from '../options';
import { ACCOUNTS, API_OPTIONS } from '../tokens';
import type { AccountTerms, Accounts, NewAccount } from './accounts';
import type { Account, BalanceInput, CreateAccountInput } from './accounts.types';

/** Milliseconds that `createAccount` waits for the account's trader and executor; below the patience of common clients. */
const PATIENCE = 8000;
const LOOK_EVERY = 200;

const VENUE = 'bybit';
const SETTLE_ASSET = 'USDT';
const STARTING_BALANCES: Readonly<Record<string, string>> = { [SETTLE_ASSET]: '100000' };
/** The venue's own rates for a new customer. */
const FEES = { maker: '0.0002', taker: '0.00055' };

/** Makes the terms of a new paper account and waits until it can trade. */
@Injectable()
export class AccountOpening {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(API_OPTIONS) private readonly options: Pick<ApiOptions, 'maxPositionSize'>,
  ) {}

  /** The same idempotency key gives the same ids, so that a repeat finds the account that is already there. */
  fromInput(input: CreateAccountInput): { readonly account: NewAccount; readonly commandId: string } {
    const { idempotencyKey: key } = input;
    const balances = balancesOf(input.startingBalances) ?? STARTING_BALANCES;
    const account: NewAccount = {
      id: commandIdFor('account', key),
      name: input.name.trim(),
      mode: 'paper',
      venue: VENUE,
      settleAsset: settleAssetOf(balances),
      maxPositionSize: input.maxPositionSize ?? this.options.maxPositionSize,
      startingBalances: balances,
      fees: { maker: input.makerFee ?? FEES.maker, taker: input.takerFee ?? FEES.taker },
    };
    return { account, commandId: commandIdFor('open-account', key) };
  }

  /** The successor of an account that is reset. */
  anew(terms: AccountTerms, startingBalances: readonly BalanceInput[] | null | undefined, key: string | null | undefined): NewAccount {
    const balances = balancesOf(startingBalances) ?? terms.startingBalances;
    return { ...terms, mode: 'paper', id: commandIdFor('account', key), startingBalances: balances, settleAsset: settleAssetOf(balances) };
  }

  async untilReady(accountId: string): Promise<Account | null> {
    const patience = AbortSignal.timeout(PATIENCE);
    for (;;) {
      const account = await this.accounts.find(accountId);
      if (account && account.status !== 'starting') return account;
      if (patience.aborted) return null;
      await pause(LOOK_EVERY);
    }
  }
}

function balancesOf(inputs: readonly BalanceInput[] | null | undefined): Readonly<Record<string, string>> | null {
  if (!inputs || inputs.length === 0) return null;
  return Object.fromEntries(inputs.map(({ asset, total }) => [asset, total]));
}

/** An account that holds one asset alone reckons in it. */
function settleAssetOf(balances: Readonly<Record<string, string>>): string {
  const [first, ...others] = Object.keys(balances);
  return first !== undefined && others.length === 0 ? first : SETTLE_ASSET;
}
