import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module';
import { AccountDesk } from './account-desk';
import { AccountOpening } from './account-opening';
import { AccountReset } from './account-reset';
import { AccountsResolver } from './accounts.resolver';
import { IdleCheck } from './idle-check';
import { LiveValues } from './live-values';

@Module({
  imports: [CommandsModule],
  providers: [AccountsResolver, AccountDesk, AccountOpening, AccountReset, IdleCheck, LiveValues],
  exports: [LiveValues],
})
export class AccountsModule {}
