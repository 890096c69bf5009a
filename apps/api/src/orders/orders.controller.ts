import { Body, Controller, Delete, Get, Headers, HttpCode, HttpStatus, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Accounts } from '../accounts/accounts';
import { mustBeAccount } from '../accounts/must-be-account';
import { Problem } from '../results/problem';
import { restOf } from '../results/rest-failure';
import { REST } from '../rest-path';
import { schemaOf } from '../schema/schema-ref';
import { ACCOUNTS, ORDERS } from '../tokens';
import { AMEND_BODY, amendBody } from './amend-body';
import { OrderDesk } from './order-desk';
import type { Orders } from './orders';
import { pageSize } from './page-size';
import { PLACE_BODY, placeBody } from './place-body';

@ApiTags('trading')
@Controller(`${REST}/orders`)
export class OrdersController {
  constructor(
    @Inject(ORDERS) private readonly orders: Orders,
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(OrderDesk) private readonly desk: OrderDesk,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Orders of an account, newest first' })
  @ApiQuery({ name: 'accountId', schema: { type: 'string', format: 'uuid' } })
  @ApiQuery({ name: 'first', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } })
  @ApiQuery({ name: 'after', required: false, schema: { type: 'string' }, description: 'nextCursor of the page before' })
  @ApiQuery({ name: 'open', required: false, schema: { type: 'boolean', default: false }, description: 'Only open orders' })
  @ApiOkResponse({ schema: schemaOf('OrderPage') })
  async page(
    @Query('accountId') accountId?: string,
    @Query('first') first?: string,
    @Query('after') after?: string,
    @Query('open') open: string = 'false',
  ) {
    const { id } = await mustBeAccount(this.accounts, accountId);
    if (open !== 'true' && open !== 'false') throw Problem.badInput('open', 'true or false', open);
    return this.orders.page({ accountId: id, first: wholeNumber('first', first), after, open: open === 'true' });
  }

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Places an order by hand; a limit order rests until it is cancelled unless timeInForce says otherwise' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'A repeat with the same key places no second order' })
  @ApiBody({ schema: PLACE_BODY })
  @ApiOkResponse({ schema: schemaOf('Order') })
  async place(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply, @Headers('idempotency-key') idempotencyKey?: string) {
    return restOf(await this.desk.place({ ...placeBody(body), idempotencyKey: idempotencyKey ?? null }), reply);
  }

  @Delete(':clientOrderId')
  @ApiOperation({ summary: 'Asks the exchange to cancel an open order; it is PENDING_CANCEL until that is done, and may fill meanwhile' })
  @ApiOkResponse({ schema: schemaOf('Order') })
  async cancel(@Param('clientOrderId') clientOrderId: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const { accountId } = await this.one(clientOrderId);
    return restOf(await this.desk.cancel(accountId, clientOrderId), reply);
  }

  @Patch(':clientOrderId')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Asks the exchange for other terms of an open limit order; what is left out stays' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'A repeat with the same key has no further effect' })
  @ApiBody({ schema: AMEND_BODY })
  @ApiOkResponse({ schema: schemaOf('Order') })
  async amend(
    @Param('clientOrderId') clientOrderId: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('idempotency-key') idempotencyKey?: string,
  ) {
    const { accountId } = await this.one(clientOrderId);
    const result = await this.desk.amend({ ...amendBody(body), accountId, clientOrderId, idempotencyKey: idempotencyKey ?? null });
    return restOf(result, reply);
  }

  @Get(':clientOrderId')
  @ApiOperation({ summary: 'One order' })
  @ApiOkResponse({ schema: schemaOf('Order') })
  async one(@Param('clientOrderId') clientOrderId: string) {
    const found = await this.orders.find(clientOrderId);
    if (!found) throw new Problem(404, 'There is no such order', `There is no order ${clientOrderId}.`);
    return found;
  }
}

function wholeNumber(name: string, text: string | undefined): number {
  if (text === undefined) return pageSize(undefined);
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 500) return value;
  throw Problem.badInput(name, 'a whole number from 1 to 500', text);
}
