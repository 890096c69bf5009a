import { Inject } from '@nestjs/common';
import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { Candle, Instrument } from './market.types';
import { MarketDesk } from './market-desk';

@Resolver(() => Instrument)
export class MarketResolver {
  constructor(@Inject(MarketDesk) private readonly desk: MarketDesk) {}

  @Query(() => [Instrument])
  instruments(@Args('accountId', { type: () => ID }) accountId: string) {
    return this.desk.instruments(accountId);
  }

  @Query(() => [Candle])
  candles(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('symbol', { type: () => String }) symbol: string,
    @Args('interval', { type: () => String }) interval: string,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 300 }) limit: number,
  ) {
    return this.desk.candles(accountId, { symbol, interval, limit });
  }
}
