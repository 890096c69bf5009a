import { Field, Float, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '../schema/scalars/json';

@ObjectType()
export class StrategyParameter {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly type!: string;

  @Field(() => String)
  readonly description!: string;

  @Field(() => JsonScalar, { nullable: true })
  readonly default!: unknown;

  @Field(() => Float, { nullable: true })
  readonly minimum!: number | null;

  @Field(() => Float, { nullable: true })
  readonly maximum!: number | null;

  @Field(() => [String], { nullable: true })
  readonly options!: readonly string[] | null;
}

@ObjectType()
export class Strategy {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly version!: string;

  @Field(() => String)
  readonly title!: string;

  @Field(() => String)
  readonly description!: string;

  @Field(() => [StrategyParameter])
  readonly parameters!: readonly StrategyParameter[];
}
