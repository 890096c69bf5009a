import { Inject } from '@nestjs/common';
import { Args, ID, Int, Resolver, Subscription } from '@nestjs/graphql';
import { USUAL_DEPTH } from './book-depth';
import { OrderBookUpdate, TradesUpdate } from './book.types';
import { LiveDepth } from './live-depth';

const asIs = { resolve: (item: unknown) => item };

@Resolver()
export class MarketStreamsResolver {
  constructor(@Inject(LiveDepth) private readonly live: LiveDepth) {}

  @Subscription(() => OrderBookUpdate, { ...asIs, description: 'The current book and then its changes, at most five a second' })
  orderBook(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('symbol', { type: () => String }) symbol: string,
    @Args('depth', { type: () => Int, nullable: true, defaultValue: USUAL_DEPTH }) depth: number,
  ) {
    return this.live.orderBook(accountId, symbol, depth);
  }

  @Subscription(() => TradesUpdate, { ...asIs, description: 'Trades from now on, at most 200 an update and five updates a second' })
  trades(@Args('accountId', { type: () => ID }) accountId: string, @Args('symbol', { type: () => String }) symbol: string) {
    return this.live.trades(accountId, symbol);
  }
}
