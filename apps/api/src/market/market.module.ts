import { Module } from '@nestjs/common';
import { LiveMarket } from './live-market';
import { MarketDesk } from './market-desk';
import { MarketResolver } from './market.resolver';

@Module({ providers: [MarketResolver, MarketDesk, LiveMarket], exports: [MarketDesk, LiveMarket] })
export class MarketModule {}
