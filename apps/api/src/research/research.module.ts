import { Module } from '@nestjs/common';
import { ResearchDesk } from './research-desk';
import { ResearchReader } from './research-reader';
import { ResearchStreams } from './research-streams';
import { ResearchResolver } from './research.resolver';

@Module({ providers: [ResearchResolver, ResearchDesk, ResearchReader, ResearchStreams] })
export class ResearchModule {}
