import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';
import { TrustLevel, TrustReason, type SymbolTrust } from '../trust/trust.types';

@ObjectType({ description: 'What a position is worth at the price that was heard last, and how far that price can be believed' })
export class PositionMark {
  @Field(() => DecimalScalar, { description: 'The middle of bid and ask' })
  readonly price!: string;

  @Field(() => DateTimeScalar, { description: 'Market time of that price' })
  readonly at!: Date;

  @Field(() => TrustLevel)
  readonly level!: TrustLevel;

  @Field(() => [TrustReason])
  readonly reasons!: SymbolTrust['reasons'];

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Profit that is not realised yet, before fees; null while the price is UNTRUSTED',
  })
  readonly unrealised!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'That profit as a fraction of the entry value; null with it' })
  readonly unrealisedFraction!: string | null;
}

@ObjectType()
export class Position {
  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => ID, { nullable: true })
  readonly deploymentId!: string | null;

  @Field(() => String)
  readonly symbol!: string;

  @Field(() => DecimalScalar)
  readonly quantity!: string;

  @Field(() => DecimalScalar, { nullable: true })
  readonly averagePrice!: string | null;

  @Field(() => DecimalScalar, { description: 'What was paid for what is held; negative where it was sold' })
  readonly entryValue!: string;

  @Field(() => DecimalScalar)
  readonly realised!: string;

  @Field(() => DecimalScalar)
  readonly fees!: string;

  @Field(() => PositionMark, { nullable: true, description: 'Null where nothing is held or no price was heard yet' })
  readonly mark!: PositionMark | null;
}
