import { Module } from '@nestjs/common';
import { FeedsModule } from '../feeds/feeds.module';
import { HealthController } from './health.controller';
import { HealthResolver } from './health.resolver';
import { MetricsController } from './metrics.controller';
import { TrustModule } from '../trust/trust.module';
import { StatusBoard } from './status-board';

@Module({
  imports: [FeedsModule, TrustModule],
  controllers: [HealthController, MetricsController],
  providers: [HealthResolver, StatusBoard],
  exports: [StatusBoard],
})
export class HealthModule {}
