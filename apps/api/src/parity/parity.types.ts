import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { DecimalScalar } from '../schema/scalars/decimal';

export const ParityVerdict = { EXPLAINED: 'EXPLAINED', DIFFERENT: 'DIFFERENT', NOT_COMPARABLE: 'NOT_COMPARABLE' } as const;
export type ParityVerdict = (typeof ParityVerdict)[keyof typeof ParityVerdict];
registerEnumType(ParityVerdict, {
  name: 'ParityVerdict',
  description:
    'EXPLAINED: every difference to a backtest has a cause; DIFFERENT: a replay differs or a bug is named; NOT_COMPARABLE: the replay is identical and no backtest can be made',
});

@ObjectType({ description: 'The number that is equal in session and backtest, and the total' })
export class EqualShare {
  @Field(() => Int)
  readonly equal!: number;

  @Field(() => Int)
  readonly of!: number;
}

@ObjectType({ description: 'Effect of one cause; positive if the session earned more' })
export class CauseAmount {
  @Field(() => String, { description: 'data, latency, slippage, fee, partial, rejection, account, funding or bug' })
  readonly cause!: string;

  @Field(() => DecimalScalar)
  readonly amount!: string;
}

@ObjectType({ description: 'How the newest measured session of a deployment compares with a backtest of the same time' })
export class ParityScore {
  @Field(() => ID)
  readonly deploymentId!: string;

  @Field(() => ID)
  readonly sessionId!: string;

  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => ParityVerdict)
  readonly verdict!: ParityVerdict;

  @Field(() => Int, { description: 'Recorded inputs that were replayed' })
  readonly inputs!: number;

  @Field(() => Int, { description: 'Answers of strategies that were checked again' })
  readonly answers!: number;

  @Field(() => EqualShare, { nullable: true, description: 'Null, like all fields below, if no backtest is possible' })
  readonly decisions!: EqualShare | null;

  @Field(() => EqualShare, { nullable: true })
  readonly fills!: EqualShare | null;

  @Field(() => String, { nullable: true })
  readonly settleAsset!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Profit of the session minus profit of the backtest' })
  readonly difference!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Value of all fills of the session' })
  readonly turnover!: string | null;

  @Field(() => [CauseAmount], { description: 'They sum to the difference exactly' })
  readonly causes!: readonly CauseAmount[];

  @Field(() => DateTimeScalar)
  readonly measuredAt!: Date;
}

@InputType()
export class StartParityInput {
  @Field(() => ID)
  readonly deploymentId!: string;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}
