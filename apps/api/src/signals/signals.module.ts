import { Module } from '@nestjs/common';
import { monotonicClock } from '@libs/platform';
import { CommandsModule } from '../commands/commands.module';
import { PeerThrottle } from './peer-throttle';
import { SignalDesk } from './signal-desk';
import { SignalHooks } from './signal-hooks';
import { SignalsController } from './signals.controller';
import { SignalsResolver } from './signals.resolver';

const throttle = { provide: PeerThrottle, useFactory: () => new PeerThrottle(() => monotonicClock.now()) };

@Module({ imports: [CommandsModule], controllers: [SignalsController], providers: [SignalsResolver, SignalDesk, SignalHooks, throttle] })
export class SignalsModule {}
