import { Module } from '@nestjs/common';
import { ParityDesk } from './parity-desk';
import { ParityResolver } from './parity.resolver';

@Module({ providers: [ParityResolver, ParityDesk] })
export class ParityModule {}
