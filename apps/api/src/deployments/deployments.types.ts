import { Field, ID, InputType, ObjectType, createUnionType, registerEnumType } from '@nestjs/graphql';
import { InvalidInput, NotFound, Pending, Refused, type Failure, type Tagged } from '../results/errors.types';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { SymbolTrust } from '../trust/trust.types';
import { JsonScalar } from '../schema/scalars/json';

export const DeploymentStatus = {
  STARTING: 'starting',
  WARMING_UP: 'warming-up',
  RUNNING: 'running',
  STOPPED: 'stopped',
  FAULTED: 'faulted',
} as const;
export type DeploymentStatus = (typeof DeploymentStatus)[keyof typeof DeploymentStatus];
registerEnumType(DeploymentStatus, { name: 'DeploymentStatus' });

@ObjectType()
export class Decision {
  @Field(() => String)
  readonly action!: string;

  @Field(() => String)
  readonly why!: string;

  @Field(() => JsonScalar)
  readonly values!: Readonly<Record<string, number>>;

  @Field(() => DateTimeScalar)
  readonly marketTime!: Date;

  /** The watched symbols whose data was not trusted when it was taken. */
  @Field(() => [SymbolTrust])
  readonly trust!: readonly SymbolTrust[];
}

@ObjectType()
export class Deployment {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => String)
  readonly strategy!: string;

  @Field(() => String)
  readonly strategyVersion!: string;

  @Field(() => Boolean, {
    description: 'Whether the installed strategy has changed since this deployment was made. False once it is stopped',
  })
  readonly isOutdated!: boolean;

  @Field(() => JsonScalar)
  readonly params!: Readonly<Record<string, unknown>>;

  @Field(() => String)
  readonly symbol!: string;

  @Field(() => String)
  readonly interval!: string;

  @Field(() => DeploymentStatus)
  readonly status!: DeploymentStatus;

  @Field(() => String, { nullable: true })
  readonly reason!: string | null;

  @Field(() => Decision, { nullable: true })
  readonly lastDecision!: Decision | null;

  @Field(() => DateTimeScalar)
  readonly startedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  readonly stoppedAt!: Date | null;
}

@InputType()
export class DeployInput {
  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => String)
  readonly strategy!: string;

  @Field(() => JsonScalar)
  readonly params!: unknown;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

export type DeploymentResult = Tagged<Deployment, 'Deployment'> | Failure;

export const DeploymentResultUnion = createUnionType({
  name: 'DeploymentResult',
  types: () => [Deployment, Pending, InvalidInput, NotFound, Refused] as const,
  resolveType: (value: DeploymentResult) => value.__typename,
});
