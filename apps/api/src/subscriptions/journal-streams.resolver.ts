import { Inject } from '@nestjs/common';
import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { JournalStreams } from './journal-streams';
import { DeploymentUpdate, FillUpdate, OrderUpdate, PositionUpdate } from './subscriptions.types';

const asIs = { resolve: (item: unknown) => item };

@Resolver()
export class JournalStreamsResolver {
  constructor(@Inject(JournalStreams) private readonly streams: JournalStreams) {}

  @Subscription(() => OrderUpdate, asIs)
  orders(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ) {
    return this.streams.orders(accountId, after);
  }

  @Subscription(() => FillUpdate, asIs)
  fills(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ) {
    return this.streams.fills(accountId, after);
  }

  @Subscription(() => PositionUpdate, asIs)
  positions(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ) {
    return this.streams.positions(accountId, after);
  }

  @Subscription(() => DeploymentUpdate, asIs)
  deployments(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ) {
    return this.streams.deploymentChanges(accountId, after);
  }
}
