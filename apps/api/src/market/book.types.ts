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

@ObjectType({ description: 'A trade that everybody sees; `side` is that of the taker' })
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
  @Field(() => OrderBook, { nullable: true, description: 'Null while something is missing from it' })
  readonly book!: OrderBook | null;

  @Field(() => SymbolTrust)
  readonly trust!: SymbolTrust;
}

@ObjectType()
export class TradesUpdate {
  @Field(() => [PublicTrade], { description: 'New since the update before, newest first; none when only the trust changed' })
  readonly trades!: readonly PublicTrade[];

  @Field(() => Int, { description: 'Trades left out because more happened than an update carries' })
  readonly missed!: number;

  @Field(() => SymbolTrust, { description: 'While it is not trusted, trades may be lost that `missed` does not count' })
  readonly trust!: SymbolTrust;
}
