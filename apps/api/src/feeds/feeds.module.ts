import { Module } from '@nestjs/common';
import { FeedsController } from './feeds.controller';
import { FeedsResolver } from './feeds.resolver';
import { LiveFeeds } from './live-feeds';

@Module({ controllers: [FeedsController], providers: [LiveFeeds, FeedsResolver], exports: [LiveFeeds] })
export class FeedsModule {}
