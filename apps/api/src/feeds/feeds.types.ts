import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { TrustReason as TrustReasonName } from '@libs/kernel';
import { TrustReason } from '../trust/trust.types';

@ObjectType({ description: 'Milliseconds' })
export class FeedLatency {
  @Field(() => Float)
  readonly p50!: number;

  @Field(() => Float)
  readonly p99!: number;
}

@ObjectType({ description: 'Quality of one market data subscription of an account since it began' })
export class FeedQuality {
  @Field(() => String)
  readonly symbol!: string;

  @Field(() => String, { description: 'quote, trades, ticker, book 50, bar 1m' })
  readonly feed!: string;

  @Field(() => [TrustReason], { description: 'Its current problems' })
  readonly reasons!: readonly TrustReasonName[];

  @Field(() => Float, { description: 'Share of time without problems, 0 to 1' })
  readonly uptime!: number;

  // A busy feed outgrows the 32 bits of an Int within months.
  @Field(() => Float)
  readonly messages!: number;

  @Field(() => Int, { description: 'Losses found: sequence gaps, missing bars' })
  readonly gaps!: number;

  @Field(() => Int)
  readonly restarts!: number;

  @Field(() => Int)
  readonly interruptions!: number;

  @Field(() => Int, { description: 'Messages that could not be read' })
  readonly dropped!: number;

  @Field(() => FeedLatency, { nullable: true, description: 'Null if not measured, as in a market that does not run in real time' })
  readonly exchangeToReceived!: FeedLatency | null;

  @Field(() => FeedLatency, { nullable: true })
  readonly receivedToStrategy!: FeedLatency | null;
}
