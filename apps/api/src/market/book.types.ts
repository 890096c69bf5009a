import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { OrderSide } from '../orders/orders.types';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';
import { SymbolTrust } from '../trust/trust.types';

@ObjectType()
export class BookLevel {
  @Field(() => DecimalScalar)
  readonly price!: string;

  @Field(() => DecimalScalar)
  readonly quantity!: string;
}

@ObjectType({ description: 'Levels are best first' })
export class OrderBook {
  @Field(() => String)
  readonly symbol!: string;

  @Field(() => [BookLevel])
  readonly bids!: readonly BookLevel[];

  @Field(() => [BookLevel])
  readonly asks!: readonly BookLevel[];

  @Field(() => DateTimeScalar)
  readonly marketTime!: Date;
}

@ObjectType({ description: 'A public trade; `side` is the side of the taker' })
export class PublicTrade {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => OrderSide)
  readonly side!: OrderSide;

  @Field(() => DecimalScalar)
  readonly price!: string;

  @Field(() => DecimalScalar)
  readonly quantity!: string;

  @Field(() => DateTimeScalar, { description: 'Market time' })
  readonly at!: Date;
}

@ObjectType()
export class OrderBookUpdate {
  @Field(() => OrderBook, { nullable: true, description: 'Null while the book is incomplete' })
  readonly book!: OrderBook | null;

  @Field(() => SymbolTrust)
  readonly trust!: SymbolTrust;
}

@ObjectType()
export class TradesUpdate {
  @Field(() => [PublicTrade], { description: 'New since the last update, newest first; empty if only the trust changed' })
  readonly trades!: readonly PublicTrade[];

  @Field(() => Int, { description: 'Number of trades omitted because an update was full' })
  readonly missed!: number;

  @Field(() => SymbolTrust, { description: 'While not TRUSTED, further trades may be missing that `missed` does not count' })
  readonly trust!: SymbolTrust;
}
