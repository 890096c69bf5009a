import { Module } from '@nestjs/common';
import { CommandDesk } from './command-desk';

@Module({ providers: [CommandDesk], exports: [CommandDesk] })
export class CommandsModule {}
