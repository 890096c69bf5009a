import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { TRUST_REASONS } from '@libs/kernel';
import { DateTimeScalar } from '../schema/scalars/date-time';

export const TrustLevel = { TRUSTED: 'TRUSTED', DEGRADED: 'DEGRADED', UNTRUSTED: 'UNTRUSTED' } as const;
export type TrustLevel = (typeof TrustLevel)[keyof typeof TrustLevel];
registerEnumType(TrustLevel, { name: 'TrustLevel' });

type TrustReason = (typeof TRUST_REASONS)[number];
export const TrustReason = Object.fromEntries(TRUST_REASONS.map((reason) => [reason, reason]));
registerEnumType(TrustReason, { name: 'TrustReason' });

/** How far data of a symbol can be believed, and why not. */
@ObjectType()
export class SymbolTrust {
  @Field(() => String)
  readonly symbol!: string;

  @Field(() => TrustLevel)
  readonly level!: TrustLevel;

  @Field(() => [TrustReason])
  readonly reasons!: readonly TrustReason[];
}

@ObjectType()
export class DataTrust extends SymbolTrust {
  /** Market time at which the level began. */
  @Field(() => DateTimeScalar)
  readonly since!: Date;
}
