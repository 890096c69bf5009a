import { Field, ID, InputType, ObjectType, createUnionType, registerEnumType } from '@nestjs/graphql';
import { InvalidInput, NotFound, Pending, Refused, type Failure, type Tagged } from '../results/errors.types';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';

export const OrderSide = { BUY: 'BUY', SELL: 'SELL' } as const;
export type OrderSide = (typeof OrderSide)[keyof typeof OrderSide];
registerEnumType(OrderSide, { name: 'OrderSide' });

export const OrderType = { MARKET: 'MARKET', LIMIT: 'LIMIT' } as const;
export type OrderType = (typeof OrderType)[keyof typeof OrderType];
registerEnumType(OrderType, { name: 'OrderType' });

export const TimeInForce = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK' } as const;
export type TimeInForce = (typeof TimeInForce)[keyof typeof TimeInForce];
registerEnumType(TimeInForce, { name: 'TimeInForce' });

@ObjectType()
export class Order {
  @Field(() => ID)
  readonly clientOrderId!: string;

  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => ID)
  readonly deploymentId!: string;

  @Field(() => String, { nullable: true })
  readonly venueOrderId!: string | null;

  @Field(() => String)
  readonly symbol!: string;

  @Field(() => OrderSide)
  readonly side!: OrderSide;

  @Field(() => OrderType)
  readonly type!: OrderType;

  @Field(() => DecimalScalar)
  readonly quantity!: string;

  @Field(() => DecimalScalar, { nullable: true })
  readonly price!: string | null;

  @Field(() => TimeInForce)
  readonly timeInForce!: TimeInForce;

  @Field(() => Boolean)
  readonly postOnly!: boolean;

  @Field(() => Boolean)
  readonly reduceOnly!: boolean;

  @Field(() => String, { nullable: true })
  readonly tag!: string | null;

  @Field(() => String)
  readonly status!: string;

  @Field(() => DecimalScalar)
  readonly filledQuantity!: string;

  @Field(() => DecimalScalar, { nullable: true })
  readonly averagePrice!: string | null;

  @Field(() => String, { nullable: true })
  readonly reason!: string | null;

  @Field(() => DateTimeScalar)
  readonly createdAt!: Date;

  @Field(() => DateTimeScalar)
  readonly updatedAt!: Date;
}

@ObjectType()
export class OrderPage {
  @Field(() => [Order])
  readonly items!: readonly Order[];

  @Field(() => String, { nullable: true })
  readonly nextCursor!: string | null;
}

@InputType()
export class PlaceOrderInput {
  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => String)
  readonly symbol!: string;

  @Field(() => OrderSide)
  readonly side!: OrderSide;

  @Field(() => OrderType)
  readonly type!: OrderType;

  @Field(() => DecimalScalar)
  readonly quantity!: string;

  @Field(() => DecimalScalar, { nullable: true })
  readonly price?: string | null;

  @Field(() => TimeInForce, { nullable: true })
  readonly timeInForce?: TimeInForce | null;

  @Field(() => Boolean, { nullable: true })
  readonly postOnly?: boolean | null;

  @Field(() => Boolean, { nullable: true })
  readonly reduceOnly?: boolean | null;

  @Field(() => String, { nullable: true })
  readonly tag?: string | null;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

@InputType({ description: 'New terms for an open limit order; omitted ones stay' })
export class AmendOrderInput {
  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => ID)
  readonly clientOrderId!: string;

  @Field(() => DecimalScalar, { nullable: true, description: 'Total quantity of the order, including the filled part' })
  readonly quantity?: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  readonly price?: string | null;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

export interface ClosePositionRequest {
  readonly deploymentId: string;
  readonly symbol: string;
  readonly idempotencyKey?: string | null | undefined;
}

export type OrderResult = Tagged<Order, 'Order'> | Failure;

export const OrderResultUnion = createUnionType({
  name: 'OrderResult',
  types: () => [Order, Pending, InvalidInput, NotFound, Refused] as const,
  resolveType: (value: OrderResult) => value.__typename,
});
