import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';
import { OrderSide } from './orders.types';

@ObjectType()
export class Fill {
  @Field(() => ID)
  readonly executionId!: string;

  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => ID)
  readonly clientOrderId!: string;

  @Field(() => ID)
  readonly deploymentId!: string;

  @Field(() => String)
  readonly symbol!: string;

  @Field(() => OrderSide)
  readonly side!: OrderSide;

  @Field(() => DecimalScalar)
  readonly quantity!: string;

  @Field(() => DecimalScalar)
  readonly price!: string;

  @Field(() => DecimalScalar)
  readonly fee!: string;

  @Field(() => String)
  readonly feeAsset!: string;

  @Field(() => String)
  readonly liquidity!: string;

  @Field(() => DecimalScalar)
  readonly realised!: string;

  @Field(() => DateTimeScalar)
  readonly at!: Date;
}

@ObjectType()
export class FillPage {
  @Field(() => [Fill])
  readonly items!: readonly Fill[];

  @Field(() => String, { nullable: true })
  readonly nextCursor!: string | null;
}
