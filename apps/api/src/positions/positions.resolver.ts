import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver, Subscription } from '@nestjs/graphql';
import { HeldPositions } from './held-positions';
import { Position } from './positions.types';

@Resolver(() => Position)
export class PositionsResolver {
  constructor(@Inject(HeldPositions) private readonly held: HeldPositions) {}

  @Query(() => [Position])
  positions(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('byDeployment', { type: () => Boolean, nullable: true, defaultValue: false }) byDeployment: boolean,
  ) {
    return this.held.list(accountId, byDeployment);
  }

  @Subscription(() => [Position], {
    resolve: (positions: unknown) => positions,
    description:
      'All positions of the account and what each deployment holds of them: at once, when one of them changes, and with new marks once a second',
  })
  heldPositions(@Args('accountId', { type: () => ID }) accountId: string) {
    return this.held.stream(accountId);
  }
}
