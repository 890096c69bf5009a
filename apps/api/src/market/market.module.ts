import { Module } from '@nestjs/common';
import { CandlePages } from './candle-pages';
import { LiveDepth } from './live-depth';
import { LiveMarket } from './live-market';
import { MarketDesk } from './market-desk';
import { MarketController } from './market.controller';
import { MarketResolver } from './market.resolver';
import { MarketStreamsResolver } from './market-streams.resolver';

@Module({
  controllers: [MarketController],
  providers: [MarketResolver, MarketStreamsResolver, MarketDesk, CandlePages, LiveMarket, LiveDepth],
  exports: [MarketDesk, LiveMarket],
})
export class MarketModule {}
