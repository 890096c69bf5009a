import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ResearchRunResultUnion } from '../research/research.types';
import { JsonScalar } from '../schema/scalars/json';
import { PARITY_BOOK } from '../tokens';
import type { ParityBook } from './parity';
import { ParityDesk } from './parity-desk';
import { ParityScore, StartParityInput } from './parity.types';

@Resolver(() => ParityScore)
export class ParityResolver {
  constructor(
    @Inject(PARITY_BOOK) private readonly book: ParityBook,
    @Inject(ParityDesk) private readonly desk: ParityDesk,
  ) {}

  @Query(() => [ParityScore], { description: 'Newest first, at most a hundred' })
  parityScores() {
    return this.book.list();
  }

  @Query(() => ParityScore, { nullable: true, description: 'The newest score of a deployment; null if it was never measured' })
  parityScore(@Args('deploymentId', { type: () => ID }) deploymentId: string) {
    return this.book.newest(deploymentId);
  }

  @Query(() => JsonScalar, {
    nullable: true,
    description: 'Replays, each differing order with its causes, bugs and notes; null until it exists',
  })
  parityReport(@Args('deploymentId', { type: () => ID }) deploymentId: string, @Args('sessionId', { type: () => ID }) sessionId: string) {
    return this.book.report(deploymentId, sessionId);
  }

  @Mutation(() => ResearchRunResultUnion, {
    description: 'Compares the newest recorded session of a deployment with a backtest; the score is stored with the deployment',
  })
  startParity(@Args('input', { type: () => StartParityInput }) input: StartParityInput) {
    return this.desk.start(input);
  }
}
