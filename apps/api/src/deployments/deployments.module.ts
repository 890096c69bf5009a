import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module';
import { DeploymentDesk } from './deployment-desk';
import { DeploymentsResolver } from './deployments.resolver';
import { LiveDecisions } from './live-decisions';

@Module({ imports: [CommandsModule], providers: [DeploymentsResolver, DeploymentDesk, LiveDecisions], exports: [LiveDecisions] })
export class DeploymentsModule {}
