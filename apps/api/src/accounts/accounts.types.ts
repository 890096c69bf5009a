import { Field, ID, InputType, ObjectType, createUnionType, registerEnumType } from '@nestjs/graphql';
import { InvalidInput, NotFound, Pending, Refused, type Failure, type Tagged } from '../results/errors.types';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';

export const AccountMode = { PAPER: 'paper', LIVE: 'live' } as const;
export type AccountMode = (typeof AccountMode)[keyof typeof AccountMode];
registerEnumType(AccountMode, { name: 'AccountMode' });

export const AccountStatus = { STARTING: 'starting', READY: 'ready', REFUSED: 'refused', DISABLED: 'disabled' } as const;
export type AccountStatus = (typeof AccountStatus)[keyof typeof AccountStatus];
registerEnumType(AccountStatus, {
  name: 'AccountStatus',
  valuesMap: {
    REFUSED: { description: 'Not trading, because its trader cannot continue from the recording; the reason says why and what to do' },
  },
});

export const TradingState = { ACTIVE: 'ACTIVE', REDUCING: 'REDUCING', HALTED: 'HALTED' } as const;
export type TradingState = (typeof TradingState)[keyof typeof TradingState];
registerEnumType(TradingState, { name: 'TradingState' });

@ObjectType()
export class Balance {
  @Field(() => String)
  readonly asset!: string;

  @Field(() => DecimalScalar)
  readonly total!: string;
}

@ObjectType()
export class AccountValue {
  @Field(() => DecimalScalar)
  readonly balance!: string;

  @Field(() => DecimalScalar)
  readonly unrealised!: string;

  @Field(() => DecimalScalar)
  readonly realised!: string;

  @Field(() => DecimalScalar)
  readonly fees!: string;

  @Field(() => DecimalScalar)
  readonly equity!: string;

  @Field(() => DateTimeScalar)
  readonly marketTime!: Date;
}

/** `balances` and `value` are resolved only when somebody asks for them. */
@ObjectType()
export class Account {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => AccountMode)
  readonly mode!: AccountMode;

  @Field(() => String)
  readonly venue!: string;

  @Field(() => String)
  readonly settleAsset!: string;

  @Field(() => AccountStatus)
  readonly status!: AccountStatus;

  @Field(() => String, { nullable: true })
  readonly statusReason!: string | null;

  @Field(() => TradingState)
  readonly tradingState!: TradingState;

  @Field(() => String, { nullable: true, description: 'Why it is reducing or halted, and by whom; null while it trades' })
  readonly tradingReason!: string | null;

  @Field(() => DecimalScalar)
  readonly maxPositionSize!: string;

  @Field(() => DecimalScalar)
  readonly makerFee!: string;

  @Field(() => DecimalScalar)
  readonly takerFee!: string;

  @Field(() => DateTimeScalar)
  readonly createdAt!: Date;
}

@ObjectType()
export class EquityPoint {
  @Field(() => DateTimeScalar)
  readonly at!: Date;

  @Field(() => DecimalScalar)
  readonly equity!: string;

  @Field(() => DecimalScalar)
  readonly balance!: string;
}

@InputType()
export class BalanceInput {
  @Field(() => String)
  readonly asset!: string;

  @Field(() => DecimalScalar)
  readonly total!: string;
}

@InputType()
export class CreateAccountInput {
  @Field(() => String)
  readonly name!: string;

  @Field(() => [BalanceInput], { nullable: true })
  readonly startingBalances?: readonly BalanceInput[] | null;

  @Field(() => DecimalScalar, { nullable: true })
  readonly makerFee?: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  readonly takerFee?: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  readonly maxPositionSize?: string | null;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

@InputType()
export class UpdateAccountInput {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true })
  readonly name?: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  readonly maxPositionSize?: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  readonly makerFee?: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  readonly takerFee?: string | null;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

@InputType()
export class ResetAccountInput {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => [BalanceInput], { nullable: true })
  readonly startingBalances?: readonly BalanceInput[] | null;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

@InputType()
export class SetTradingStateInput {
  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => TradingState)
  readonly state!: TradingState;

  @Field(() => String)
  readonly reason!: string;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

export type AccountResult = Tagged<Account, 'Account'> | Failure;

export const AccountResultUnion = createUnionType({
  name: 'AccountResult',
  types: () => [Account, Pending, InvalidInput, NotFound, Refused] as const,
  resolveType: (value: AccountResult) => value.__typename,
});
