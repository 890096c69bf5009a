import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { moment, wholeNumber } from '../results/rest-arguments';
import { REST } from '../rest-path';
import { arrayOf, schemaOf } from '../schema/schema-ref';
import { USUAL_DEPTH } from './book-depth';
import { CandlePages } from './candle-pages';
import { MarketDesk, USUAL_TRADES } from './market-desk';

const USUAL_CANDLES = 300;

interface CandleParameters {
  readonly symbol?: string;
  readonly interval?: string;
  readonly first?: string;
  readonly after?: string;
  readonly from?: string;
  readonly to?: string;
}

@ApiTags('market')
@ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } })
@ApiQuery({ name: 'symbol', schema: { type: 'string', example: 'BTC/USDT:USDT' } })
@Controller(`${REST}/accounts/:id/market`)
export class MarketController {
  constructor(
    @Inject(MarketDesk) private readonly desk: MarketDesk,
    @Inject(CandlePages) private readonly pages: CandlePages,
  ) {}

  @Get('candles')
  @ApiOperation({ summary: 'Closed candles, newest first' })
  @ApiQuery({ name: 'interval', schema: { type: 'string', example: '1m' } })
  @ApiQuery({ name: 'first', required: false, schema: { type: 'integer', minimum: 1, maximum: 1000, default: USUAL_CANDLES } })
  @ApiQuery({ name: 'after', required: false, schema: { type: 'string' }, description: 'nextCursor of the page before' })
  @ApiQuery({
    name: 'from',
    required: false,
    schema: { type: 'string', format: 'date-time' },
    description: 'Starting at or after this time',
  })
  @ApiQuery({ name: 'to', required: false, schema: { type: 'string', format: 'date-time' }, description: 'Starting before this time' })
  @ApiOkResponse({ schema: schemaOf('CandlePage') })
  candles(@Param('id') accountId: string, @Query() { symbol = '', interval = '', after, ...rest }: CandleParameters) {
    const first = wholeNumber('first', rest.first, USUAL_CANDLES);
    return this.pages.page({ accountId, symbol, interval, first, after, from: moment('from', rest.from), to: moment('to', rest.to) });
  }

  @Get('order-book')
  @ApiOperation({ summary: 'The order book, best levels first' })
  @ApiQuery({ name: 'depth', required: false, schema: { type: 'integer', minimum: 1, maximum: 200, default: USUAL_DEPTH } })
  @ApiOkResponse({ schema: schemaOf('OrderBook') })
  orderBook(@Param('id') accountId: string, @Query('symbol') symbol = '', @Query('depth') depth?: string) {
    return this.desk.orderBook(accountId, symbol, wholeNumber('depth', depth, USUAL_DEPTH));
  }

  @Get('trades')
  @ApiOperation({ summary: 'What everybody traded last, newest first' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 1000, default: USUAL_TRADES } })
  @ApiOkResponse({ schema: arrayOf('PublicTrade') })
  trades(@Param('id') accountId: string, @Query('symbol') symbol = '', @Query('limit') limit?: string) {
    return this.desk.trades(accountId, symbol, wholeNumber('limit', limit, USUAL_TRADES));
  }
}
