import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module';
import { MarketModule } from '../market/market.module';
import { OrderDesk } from './order-desk';
import { OrdersController } from './orders.controller';
import { OrdersResolver } from './orders.resolver';

@Module({
  imports: [CommandsModule, MarketModule],
  controllers: [OrdersController],
  providers: [OrdersResolver, OrderDesk],
  exports: [OrderDesk],
})
export class OrdersModule {}
