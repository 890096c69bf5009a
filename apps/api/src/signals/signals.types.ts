import { Field, Float, ID, InputType, ObjectType, createUnionType } from '@nestjs/graphql';
import { InvalidInput, NotFound, Pending, Refused, type Failure, type Tagged } from '../results/errors.types';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { JsonScalar } from '../schema/scalars/json';

/** What a signal says, whether it is sent now or was recorded. */
@InputType({ isAbstract: true })
export abstract class SignalInput {
  @Field(() => String, { description: 'Name of the signal, 1 to 64 characters' })
  readonly name!: string;

  @Field(() => JsonScalar, { description: 'Any JSON, at most 16 KiB and 32 levels deep' })
  readonly value!: unknown;

  @Field(() => String, { nullable: true, description: 'Source of the signal, 1 to 64 characters; default "api"' })
  readonly source?: string | null;

  @Field(() => Float, { nullable: true, description: 'Validity in seconds: above 0, at most 604800; default 60' })
  readonly expiresInSeconds?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Market time of expiry, instead of expiresInSeconds' })
  readonly expiresAt?: Date | null;
}

@InputType({ description: 'A signal for a running strategy with an onSignal hook' })
export class SendSignalInput extends SignalInput {
  @Field(() => ID)
  readonly deploymentId!: string;

  @Field(() => String, { nullable: true })
  readonly idempotencyKey?: string | null;
}

@ObjectType({ description: 'The signal is stored and queued for the strategy' })
export class SentSignal {
  @Field(() => ID)
  readonly deploymentId!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly source!: string;

  @Field(() => DateTimeScalar, { description: 'Market time' })
  readonly expiresAt!: Date;
}

export type SignalResult = Tagged<SentSignal, 'SentSignal'> | Failure;

export const SignalResultUnion = createUnionType({
  name: 'SignalResult',
  types: () => [SentSignal, Pending, InvalidInput, NotFound, Refused] as const,
  resolveType: (value: SignalResult) => value.__typename,
});

@ObjectType({ description: 'Address at which an external service may send signals to a deployment' })
export class SignalHook {
  @Field(() => ID)
  readonly deploymentId!: string;

  @Field(() => String, { nullable: true, description: 'Path with the secret token, shown only once; null if the hook was closed' })
  readonly path!: string | null;
}

export type SignalHookResult = Tagged<SignalHook, 'SignalHook'> | Failure;

export const SignalHookResultUnion = createUnionType({
  name: 'SignalHookResult',
  types: () => [SignalHook, NotFound, Refused] as const,
  resolveType: (value: SignalHookResult) => value.__typename,
});
