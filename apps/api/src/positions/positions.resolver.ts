import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { POSITIONS } from '../tokens';
import type { Positions } from './positions';
import { Position } from './positions.types';

@Resolver(() => Position)
export class PositionsResolver {
  constructor(@Inject(POSITIONS) private readonly held: Positions) {}

  @Query(() => [Position])
  positions(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('byDeployment', { type: () => Boolean, nullable: true, defaultValue: false }) byDeployment: boolean,
  ) {
    return this.held.list(accountId, byDeployment);
  }
}
