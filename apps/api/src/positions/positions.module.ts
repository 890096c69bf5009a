import { Module } from '@nestjs/common';
import { PositionsController } from './positions.controller';
import { PositionsResolver } from './positions.resolver';

@Module({ controllers: [PositionsController], providers: [PositionsResolver] })
export class PositionsModule {}
