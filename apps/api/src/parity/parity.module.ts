import { Module } from '@nestjs/common';
import { ParityDesk } from './parity-desk';
import { ParityController } from './parity.controller';
import { ParityResolver } from './parity.resolver';

@Module({ controllers: [ParityController], providers: [ParityResolver, ParityDesk] })
export class ParityModule {}
