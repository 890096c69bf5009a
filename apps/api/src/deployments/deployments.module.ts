import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module';
import { MarketModule } from '../market/market.module';
import { OrdersModule } from '../orders/orders.module';
import { DeploymentDesk } from './deployment-desk';
import { DeploymentsController } from './deployments.controller';
import { DeploymentsResolver } from './deployments.resolver';
import { LiveDecisions } from './live-decisions';

@Module({
  imports: [CommandsModule, MarketModule, OrdersModule],
  controllers: [DeploymentsController],
  providers: [DeploymentsResolver, DeploymentDesk, LiveDecisions],
  exports: [LiveDecisions],
})
export class DeploymentsModule {}
