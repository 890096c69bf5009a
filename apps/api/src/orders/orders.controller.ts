import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Accounts } from '../accounts/accounts';
import { mustBeAccount } from '../accounts/must-be-account';
import { Problem } from '../results/problem';
import { REST } from '../rest-path';
import { schemaOf } from '../schema/schema-ref';
import { ACCOUNTS, ORDERS } from '../tokens';
import type { Orders } from './orders';
import { pageSize } from './page-size';

@ApiTags('trading')
@Controller(`${REST}/orders`)
export class OrdersController {
  constructor(
    @Inject(ORDERS) private readonly orders: Orders,
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Orders of an account, newest first' })
  @ApiQuery({ name: 'accountId', schema: { type: 'string', format: 'uuid' } })
  @ApiQuery({ name: 'first', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } })
  @ApiQuery({ name: 'after', required: false, schema: { type: 'string' }, description: 'nextCursor of the page before' })
  @ApiOkResponse({ schema: schemaOf('OrderPage') })
  async page(@Query('accountId') accountId?: string, @Query('first') first?: string, @Query('after') after?: string) {
    const { id } = await mustBeAccount(this.accounts, accountId);
    return this.orders.page({ accountId: id, first: wholeNumber('first', first), after });
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
