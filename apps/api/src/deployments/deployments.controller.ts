import { Body, Controller, Get, HttpCode, HttpStatus, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts';
import { mustBeAccount } from '../accounts/must-be-account';
import { parsed, text } from '../results/rest-body';
import { restOf } from '../results/rest-failure';
import { REST } from '../rest-path';
import { arrayOf, schemaOf } from '../schema/schema-ref';
import { ACCOUNTS, DEPLOYMENTS } from '../tokens';
import { DeploymentDesk } from './deployment-desk';
import type { Deployments } from './deployments';

const stopBody = z.strictObject({ reason: text });
const STOP_BODY = z.toJSONSchema(stopBody, { io: 'input', target: 'openapi-3.0' }) as Readonly<Record<string, unknown>>;

@ApiTags('trading')
@Controller(`${REST}/deployments`)
export class DeploymentsController {
  constructor(
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(DeploymentDesk) private readonly desk: DeploymentDesk,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Deployments of an account, stopped and faulted ones too' })
  @ApiQuery({ name: 'accountId', schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse({ schema: arrayOf('Deployment') })
  async list(@Query('accountId') accountId?: string) {
    const { id } = await mustBeAccount(this.accounts, accountId);
    return this.deployments.list(id);
  }

  @Post(':id/stop')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Stops a deployment and cancels its open orders; of one that is faulted it dismisses the fault' })
  @ApiBody({ schema: STOP_BODY })
  @ApiOkResponse({ schema: schemaOf('Deployment') })
  async stop(@Param('id') id: string, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
    const { reason } = parsed(stopBody, body) as { reason: string };
    return restOf(await this.desk.stop(id, reason), reply);
  }
}
