import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { ACCOUNTS } from '../tokens';
import type { Accounts } from '../accounts/accounts';
import { mustBeAccount } from '../accounts/must-be-account';
import { REST } from '../rest-path';
import { arrayOf } from '../schema/schema-ref';
import { HeldPositions } from './held-positions';

@ApiTags('trading')
@Controller(`${REST}/positions`)
export class PositionsController {
  constructor(
    @Inject(HeldPositions) private readonly held: HeldPositions,
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What an account holds, and what it is worth at the prices heard last' })
  @ApiQuery({ name: 'accountId', schema: { type: 'string', format: 'uuid' } })
  @ApiQuery({ name: 'byDeployment', required: false, schema: { type: 'boolean', default: false } })
  @ApiOkResponse({ schema: arrayOf('Position') })
  async list(@Query('accountId') accountId?: string, @Query('byDeployment') byDeployment?: string) {
    const { id } = await mustBeAccount(this.accounts, accountId);
    return this.held.list(id, byDeployment === 'true');
  }
}
