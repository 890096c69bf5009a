import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver, Subscription } from '@nestjs/graphql';
import { FeedQuality } from './feeds.types';
import { LiveFeeds } from './live-feeds';

@Resolver(() => FeedQuality)
export class FeedsResolver {
  constructor(@Inject(LiveFeeds) private readonly live: LiveFeeds) {}

  @Query(() => [FeedQuality], { description: 'Empty while no trader runs for the account' })
  feeds(@Args('accountId', { type: () => ID }) accountId: string) {
    return this.live.list(accountId);
  }

  @Subscription(() => [FeedQuality], { name: 'feeds', resolve: (item: unknown) => item })
  follow(@Args('accountId', { type: () => ID }) accountId: string) {
    return this.live.stream(accountId);
  }
}
