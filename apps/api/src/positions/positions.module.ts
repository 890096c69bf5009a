import { Module } from '@nestjs/common';
import { MarketModule } from '../market/market.module';
import { TrustModule } from '../trust/trust.module';
import { HeldPositions } from './held-positions';
import { PositionsController } from './positions.controller';
import { PositionsResolver } from './positions.resolver';

@Module({
  imports: [MarketModule, TrustModule],
  controllers: [PositionsController],
  providers: [HeldPositions, PositionsResolver],
  exports: [HeldPositions],
})
export class PositionsModule {}
