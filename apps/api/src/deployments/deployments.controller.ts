import { Body, Controller, Get, Headers, HttpCode, HttpStatus, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Accounts } from '../accounts/accounts';
import { mustBeAccount } from '../accounts/must-be-account';
import { OrderDesk } from '../orders/order-desk';
import { bodySchema, parsed, text } from '../results/rest-body';
import { restOf } from '../results/rest-failure';
import { REST } from '../rest-path';
import { arrayOf, schemaOf } from '../schema/schema-ref';
import { ACCOUNTS, DEPLOYMENTS } from '../tokens';
import { DeploymentDesk } from './deployment-desk';
import type { Deployments } from './deployments';

const stopBody = z.strictObject({ reason: text });
const STOP_BODY = bodySchema(stopBody);
const closeBody = z.strictObject({ symbol: text });
const CLOSE_BODY = bodySchema(closeBody);

@ApiTags('trading')
@Controller(`${REST}/deployments`)
export class DeploymentsController {
  constructor(
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(DeploymentDesk) private readonly desk: DeploymentDesk,
    @Inject(OrderDesk) private readonly orders: OrderDesk,
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

  @Post(':id/close-position')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Closes all that a deployment holds of a symbol, in its own book; exits that are in the way are cancelled first',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'A repeat with the same key has no further effect' })
  @ApiBody({ schema: CLOSE_BODY })
  @ApiOkResponse({ schema: schemaOf('Order') })
  async closePosition(
    @Param('id') deploymentId: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('idempotency-key') idempotencyKey?: string,
  ) {
    const { symbol } = parsed(closeBody, body) as { symbol: string };
    return restOf(await this.orders.closePosition({ deploymentId, symbol, idempotencyKey }), reply);
  }
}
