import { Module } from '@nestjs/common';
import { ExchangesController } from './exchanges.controller';
import { ExchangesResolver } from './exchanges.resolver';

@Module({ controllers: [ExchangesController], providers: [ExchangesResolver] })
export class ExchangesModule {}
