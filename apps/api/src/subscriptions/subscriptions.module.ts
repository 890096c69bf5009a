import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { DeploymentsModule } from '../deployments/deployments.module';
import { HealthModule } from '../health/health.module';
import { JournalModule } from '../journal/journal.module';
import { MarketModule } from '../market/market.module';
import { PositionsModule } from '../positions/positions.module';
import { TrustModule } from '../trust/trust.module';
import { JournalStreams } from './journal-streams';
import { JournalStreamsResolver } from './journal-streams.resolver';
import { ValueStreamsResolver } from './value-streams.resolver';

@Module({
  imports: [AccountsModule, DeploymentsModule, HealthModule, JournalModule, MarketModule, PositionsModule, TrustModule],
  providers: [JournalStreams, JournalStreamsResolver, ValueStreamsResolver],
})
export class SubscriptionsModule {}
