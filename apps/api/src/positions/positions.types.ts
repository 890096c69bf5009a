import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DecimalScalar } from '../schema/scalars/decimal';

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

  @Field(() => DecimalScalar)
  readonly realised!: string;

  @Field(() => DecimalScalar)
  readonly fees!: string;
}
