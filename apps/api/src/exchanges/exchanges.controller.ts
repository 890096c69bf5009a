import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { REST } from '../rest-path';
import { arrayOf } from '../schema/schema-ref';
import { EXCHANGE_LIST } from '../tokens';
import type { ExchangeList } from './exchange-list';

@ApiTags('market')
@Controller(`${REST}/exchanges`)
export class ExchangesController {
  constructor(@Inject(EXCHANGE_LIST) private readonly exchanges: ExchangeList) {}

  @Get()
  @ApiOperation({ summary: 'The exchanges that this installation knows, and what each gives' })
  @ApiOkResponse({ schema: arrayOf('Exchange') })
  list() {
    return this.exchanges.list();
  }
}
