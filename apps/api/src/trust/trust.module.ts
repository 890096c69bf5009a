import { Module } from '@nestjs/common';
import { LiveTrust } from './live-trust';
import { TrustController } from './trust.controller';
import { TrustResolver } from './trust.resolver';

@Module({ controllers: [TrustController], providers: [LiveTrust, TrustResolver], exports: [LiveTrust] })
export class TrustModule {}
