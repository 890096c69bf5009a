import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Transport as TransportName, Verification as VerificationName } from '@libs/sdk';

export const Verification = { VERIFIED: 'VERIFIED', UNVERIFIED: 'UNVERIFIED' } as const satisfies Record<
  VerificationName,
  VerificationName
>;
registerEnumType(Verification, {
  name: 'Verification',
  description: "VERIFIED: what we read of its messages passed our tests against the venue's own documented or recorded ones",
});

export const Transport = { STREAM: 'stream', POLL: 'poll' } as const satisfies Record<string, TransportName>;
registerEnumType(Transport, { name: 'Transport', description: 'STREAM: sent by the exchange; POLL: requested repeatedly' });

@ObjectType()
export class Exchange {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly title!: string;

  @Field(() => Verification)
  readonly verification!: VerificationName;

  @Field(() => Boolean, { description: 'False for market data only' })
  readonly tradable!: boolean;

  @Field(() => Transport, { nullable: true, description: 'Best bid and ask; null if the exchange does not provide it' })
  readonly quote!: TransportName | null;

  @Field(() => Transport, { nullable: true })
  readonly trades!: TransportName | null;

  @Field(() => Transport, { nullable: true })
  readonly ticker!: TransportName | null;

  @Field(() => Transport, { nullable: true })
  readonly bar!: TransportName | null;

  @Field(() => Transport, { nullable: true })
  readonly book!: TransportName | null;

  @Field(() => [Int])
  readonly bookDepths!: readonly number[];

  @Field(() => [String])
  readonly intervals!: readonly string[];
}
