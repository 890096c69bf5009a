import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Accounts } from '../accounts/accounts';
import { mustBeAccount } from '../accounts/must-be-account';
import { REST } from '../rest-path';
import { arrayOf } from '../schema/schema-ref';
import { ACCOUNTS } from '../tokens';
import { LiveFeeds } from './live-feeds';

@ApiTags('market')
@Controller(`${REST}/accounts/:id/feeds`)
export class FeedsController {
  constructor(
    @Inject(LiveFeeds) private readonly feeds: LiveFeeds,
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How well each market data subscription does; empty while the account has no trader' })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse({ schema: arrayOf('FeedQuality') })
  async list(@Param('id') id: string) {
    const account = await mustBeAccount(this.accounts, id);
    return this.feeds.list(account.id);
  }
}
