import { Field, Float, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../schema/scalars/date-time';

export const HealthStatus = { OK: 'ok', DEGRADED: 'degraded', DOWN: 'down' } as const;
export type HealthStatus = (typeof HealthStatus)[keyof typeof HealthStatus];
registerEnumType(HealthStatus, { name: 'HealthStatus' });

@ObjectType()
export class ComponentHealth {
  @Field(() => String)
  readonly component!: string;

  @Field(() => ID, { nullable: true })
  readonly accountId!: string | null;

  @Field(() => HealthStatus)
  readonly status!: HealthStatus;

  @Field(() => String, { nullable: true })
  readonly reason!: string | null;

  @Field(() => DateTimeScalar)
  readonly since!: Date;
}

@ObjectType()
export class Market {
  @Field(() => String)
  readonly label!: string;

  @Field(() => String)
  readonly state!: string;

  @Field(() => String, { nullable: true })
  readonly reason!: string | null;

  @Field(() => Float)
  readonly speed!: number;

  @Field(() => DateTimeScalar)
  readonly marketTime!: Date;
}

@ObjectType()
export class PlatformStatus {
  @Field(() => String)
  readonly version!: string;

  @Field(() => DateTimeScalar)
  readonly startedAt!: Date;

  @Field(() => HealthStatus)
  readonly status!: HealthStatus;

  @Field(() => String)
  readonly tradingMode!: string;

  @Field(() => Market, { nullable: true })
  readonly market!: Market | null;

  @Field(() => [ComponentHealth])
  readonly components!: readonly ComponentHealth[];
}
