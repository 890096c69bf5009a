import { Decimal } from '@libs/kernel';
import { invalidInput, type Failure } from '../results/errors.types';
import type { BalanceInput, CreateAccountInput, UpdateAccountInput } from './accounts.types';

const LONGEST_NAME = 64;
const LONGEST_REASON = 200;
const ASSET = /^[A-Z0-9]{2,16}$/;
const LOWEST_FEE = Decimal.parse('-0.01');
const HIGHEST_FEE = Decimal.parse('0.1');
const LARGEST_BALANCE = Decimal.parse('1000000000000');

/** The first broken rule of what a new account is asked to be. */
export function checkNewAccount(input: CreateAccountInput): Failure | null {
  return checkName(input.name) ?? checkBalances(input.startingBalances) ?? checkTerms(input);
}

export function checkAccountChange(input: UpdateAccountInput): Failure | null {
  const named = input.name === null || input.name === undefined ? null : checkName(input.name);
  return named ?? checkTerms(input);
}

export function checkBalances(balances: readonly BalanceInput[] | null | undefined): Failure | null {
  const seen = new Set<string>();
  for (const { asset, total } of balances ?? []) {
    if (!ASSET.test(asset)) return invalidInput('startingBalances.asset', '2 to 16 capital letters and digits', asset);
    if (seen.has(asset)) return invalidInput('startingBalances.asset', 'named once', asset);
    const amount = Decimal.parse(total);
    if (amount.sign <= 0 || amount.gt(LARGEST_BALANCE))
      return invalidInput('startingBalances.total', `above 0, at most ${LARGEST_BALANCE}`, total);
    seen.add(asset);
  }
  return null;
}

export function checkReason(reason: string): Failure | null {
  const { length } = reason.trim();
  return length >= 1 && length <= LONGEST_REASON
    ? null
    : invalidInput('reason', `1 to ${LONGEST_REASON} characters`, `${length} characters`);
}

function checkName(name: string): Failure | null {
  const { length } = name.trim();
  return length >= 1 && length <= LONGEST_NAME ? null : invalidInput('name', `1 to ${LONGEST_NAME} characters`, `${length} characters`);
}

function checkTerms({
  makerFee,
  takerFee,
  maxPositionSize,
}: Pick<UpdateAccountInput, 'makerFee' | 'takerFee' | 'maxPositionSize'>): Failure | null {
  return checkFee('makerFee', makerFee) ?? checkFee('takerFee', takerFee) ?? checkMaxPositionSize(maxPositionSize);
}

function checkFee(field: string, fee: string | null | undefined): Failure | null {
  if (fee === null || fee === undefined) return null;
  const rate = Decimal.parse(fee);
  return rate.gte(LOWEST_FEE) && rate.lte(HIGHEST_FEE) ? null : invalidInput(field, `a fraction from ${LOWEST_FEE} to ${HIGHEST_FEE}`, fee);
}

function checkMaxPositionSize(size: string | null | undefined): Failure | null {
  if (size === null || size === undefined) return null;
  const fraction = Decimal.parse(size);
  return fraction.sign > 0 && fraction.lte(Decimal.ONE) ? null : invalidInput('maxPositionSize', 'a fraction above 0, at most 1', size);
}
