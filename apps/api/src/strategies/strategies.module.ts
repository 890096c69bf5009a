import { Module } from '@nestjs/common';
import { StrategiesResolver } from './strategies.resolver';

@Module({ providers: [StrategiesResolver] })
export class StrategiesModule {}
