import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Accounts } from '../accounts/accounts';
import { mustBeAccount } from '../accounts/must-be-account';
import { REST } from '../rest-path';
import { arrayOf } from '../schema/schema-ref';
import { ACCOUNTS } from '../tokens';
import { LiveTrust } from './live-trust';

@ApiTags('trading')
@Controller(`${REST}/accounts/:id/data-trust`)
export class TrustController {
  constructor(
    @Inject(LiveTrust) private readonly trust: LiveTrust,
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How far the data of each watched symbol can be believed, why not, and since when' })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse({ schema: arrayOf('DataTrust') })
  async list(@Param('id') id: string) {
    const account = await mustBeAccount(this.accounts, id);
    return this.trust.list(account.id);
  }
}
