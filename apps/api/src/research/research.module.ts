import { Module } from '@nestjs/common';
import { ResearchDesk } from './research-desk';
import { ResearchReader } from './research-reader';
import { ResearchStreams } from './research-streams';
import { ResearchController } from './research.controller';
import { ResearchResolver } from './research.resolver';

@Module({ controllers: [ResearchController], providers: [ResearchResolver, ResearchDesk, ResearchReader, ResearchStreams] })
export class ResearchModule {}
