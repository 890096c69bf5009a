import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module';
import { SignalDesk } from './signal-desk';
import { SignalHooks } from './signal-hooks';
import { SignalsController } from './signals.controller';
import { SignalsResolver } from './signals.resolver';

@Module({ imports: [CommandsModule], controllers: [SignalsController], providers: [SignalsResolver, SignalDesk, SignalHooks] })
export class SignalsModule {}
