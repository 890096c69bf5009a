import { Field, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';

@ObjectType()
export class Instrument {
  @Field(() => String)
  readonly symbol!: string;

  @Field(() => String)
  readonly venueSymbol!: string;

  @Field(() => String)
  readonly category!: string;

  @Field(() => DecimalScalar)
  readonly tickSize!: string;

  @Field(() => DecimalScalar)
  readonly lotSize!: string;

  @Field(() => DecimalScalar)
  readonly minQuantity!: string;

  @Field(() => DecimalScalar)
  readonly maxQuantity!: string;

  @Field(() => DecimalScalar)
  readonly minNotional!: string;
}

@ObjectType()
export class Candle {
  @Field(() => DateTimeScalar)
  readonly start!: Date;

  @Field(() => DecimalScalar)
  readonly open!: string;

  @Field(() => DecimalScalar)
  readonly high!: string;

  @Field(() => DecimalScalar)
  readonly low!: string;

  @Field(() => DecimalScalar)
  readonly close!: string;

  @Field(() => DecimalScalar)
  readonly volume!: string;

  @Field(() => Boolean)
  readonly closed!: boolean;
}

@ObjectType()
export class Ticker {
  @Field(() => String)
  readonly symbol!: string;

  @Field(() => DecimalScalar)
  readonly bid!: string;

  @Field(() => DecimalScalar)
  readonly ask!: string;

  @Field(() => DateTimeScalar)
  readonly marketTime!: Date;
}

@ObjectType({ description: 'Closed candles, newest first' })
export class CandlePage {
  @Field(() => [Candle])
  readonly items!: readonly Candle[];

  @Field(() => String, { nullable: true })
  readonly nextCursor!: string | null;
}
