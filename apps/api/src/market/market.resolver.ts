import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { DateTimeScalar } from '../schema/scalars/date-time';
import { USUAL_DEPTH } from './book-depth';
import { OrderBook, PublicTrade } from './book.types';
import { CandlePages } from './candle-pages';
import { Candle, CandlePage, Instrument } from './market.types';
import { MarketDesk, USUAL_TRADES } from './market-desk';

@ArgsType()
class CandlePageArgs {
  @Field(() => Int, { nullable: true, defaultValue: 300 })
  readonly first!: number;

  @Field(() => String, { nullable: true })
  readonly after?: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  readonly from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true })
  readonly to?: Date | null;
}

@Resolver(() => Instrument)
export class MarketResolver {
  constructor(
    @Inject(MarketDesk) private readonly desk: MarketDesk,
    @Inject(CandlePages) private readonly pages: CandlePages,
  ) {}

  @Query(() => [Instrument])
  instruments(@Args('accountId', { type: () => ID }) accountId: string) {
    return this.desk.instruments(accountId);
  }

  @Query(() => [Candle], { description: 'The newest closed candles, oldest first' })
  candles(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('symbol', { type: () => String }) symbol: string,
    @Args('interval', { type: () => String }) interval: string,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 300 }) limit: number,
  ) {
    return this.desk.candles(accountId, { symbol, interval, limit });
  }

  @Query(() => CandlePage, { description: 'Closed candles that start at or after `from` and before `to`, from the newest to the oldest' })
  candlePage(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('symbol', { type: () => String }) symbol: string,
    @Args('interval', { type: () => String }) interval: string,
    @Args() page: CandlePageArgs,
  ) {
    return this.pages.page({ accountId, symbol, interval, ...page });
  }

  @Query(() => OrderBook)
  orderBook(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('symbol', { type: () => String }) symbol: string,
    @Args('depth', { type: () => Int, nullable: true, defaultValue: USUAL_DEPTH }) depth: number,
  ) {
    return this.desk.orderBook(accountId, symbol, depth);
  }

  @Query(() => [PublicTrade], { description: 'Newest first' })
  trades(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('symbol', { type: () => String }) symbol: string,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: USUAL_TRADES }) limit: number,
  ) {
    return this.desk.trades(accountId, symbol, limit);
  }
}
