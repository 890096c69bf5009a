import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';
import { TrustLevel, TrustReason, type SymbolTrust } from '../trust/trust.types';

@ObjectType({ description: 'Value of a position at the last received price, and how far that price can be trusted' })
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
    description: 'Unrealised profit before fees; null while the price is UNTRUSTED',
  })
  readonly unrealised!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Unrealised profit as a fraction of the entry value; null if `unrealised` is',
  })
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

  @Field(() => DecimalScalar, { description: 'Cost of the open position; negative if it is short' })
  readonly entryValue!: string;

  @Field(() => DecimalScalar)
  readonly realised!: string;

  @Field(() => DecimalScalar)
  readonly fees!: string;

  @Field(() => PositionMark, { nullable: true, description: 'Null if nothing is held or no price was received yet' })
  readonly mark!: PositionMark | null;
}
