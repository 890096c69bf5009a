import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { REPORT_POLICY, renderReport } from '@libs/backtest';
import type { FastifyReply } from 'fastify';
import { pageSize } from '../orders/page-size';
import { choices, wholeNumber } from '../results/rest-arguments';
import { REST } from '../rest-path';
import { schemaOf } from '../schema/schema-ref';
import { RESEARCH_BOOK } from '../tokens';
import { BACKTEST_BODY, OPTIMISATION_BODY, WALK_FORWARD_BODY, backtestBody, optimisationBody, walkForwardBody } from './backtest-body';
import type { ResearchBook } from './research';
import { ResearchDesk } from './research-desk';
import { ResearchReader } from './research-reader';
import { ResearchKind } from './research.types';
import { runOf } from './run-of';

const KINDS = Object.values(ResearchKind);

/** The page runs its own script and no other, and as nobody: not even that script may ask this server anything. */
const PAGE_HEADERS = {
  'content-security-policy': `${REPORT_POLICY}; frame-ancestors 'none'; sandbox allow-scripts allow-popups`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

@ApiTags('research')
@Controller(`${REST}/research`)
export class ResearchController {
  constructor(
    @Inject(RESEARCH_BOOK) private readonly book: ResearchBook,
    @Inject(ResearchReader) private readonly reader: ResearchReader,
    @Inject(ResearchDesk) private readonly desk: ResearchDesk,
  ) {}

  @Get('runs')
  @ApiOperation({ summary: 'Backtests and other runs, newest first' })
  @ApiQuery({ name: 'first', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } })
  @ApiQuery({ name: 'after', required: false, schema: { type: 'string' }, description: 'nextCursor of the page before' })
  @ApiQuery({ name: 'kinds', required: false, schema: { type: 'string', example: 'BACKTEST,MONTE_CARLO' }, description: 'Default all' })
  @ApiOkResponse({ schema: schemaOf('ResearchRunPage') })
  page(@Query('first') first?: string, @Query('after') after?: string, @Query('kinds') kinds?: string) {
    return this.book.page({ first: pageSize(wholeNumber('first', first, 50)), after, kinds: choices('kinds', kinds, KINDS) });
  }

  @Post('backtests')
  @HttpCode(202)
  @ApiOperation({ summary: 'Queues a backtest over stored data' })
  @ApiBody({ schema: BACKTEST_BODY })
  @ApiAcceptedResponse({ schema: schemaOf('ResearchRun') })
  async start(@Body() body: unknown) {
    return runOf(await this.desk.startBacktest(backtestBody(body)));
  }

  @Post('optimisations')
  @HttpCode(202)
  @ApiOperation({ summary: 'Queues a search of parameters over stored data' })
  @ApiBody({ schema: OPTIMISATION_BODY })
  @ApiAcceptedResponse({ schema: schemaOf('ResearchRun') })
  async startSearch(@Body() body: unknown) {
    return runOf(await this.desk.startOptimisation(optimisationBody(body)));
  }

  @Post('walk-forwards')
  @HttpCode(202)
  @ApiOperation({ summary: 'Queues a search stretch after stretch, each winner of which trades what its search never had' })
  @ApiBody({ schema: WALK_FORWARD_BODY })
  @ApiAcceptedResponse({ schema: schemaOf('ResearchRun') })
  async startWalk(@Body() body: unknown) {
    return runOf(await this.desk.startWalkForward(walkForwardBody(body)));
  }

  @Post('monte-carlos')
  @HttpCode(202)
  @ApiOperation({ summary: 'Queues a backtest and draws what else could have come of it' })
  @ApiBody({ schema: BACKTEST_BODY })
  @ApiAcceptedResponse({ schema: schemaOf('ResearchRun') })
  async startCourses(@Body() body: unknown) {
    return runOf(await this.desk.startMonteCarlo(backtestBody(body)));
  }

  @Get('compare')
  @ApiOperation({ summary: 'Two to four runs side by side' })
  @ApiQuery({ name: 'ids', schema: { type: 'string' }, description: 'Ids, separated by commas' })
  @ApiOkResponse({ schema: schemaOf('RunComparison') })
  compare(@Query('ids') ids?: string) {
    return this.reader.compare((ids ?? '').split(',').filter((id) => id !== ''));
  }

  @Get('runs/:id')
  @ApiOperation({ summary: 'One run' })
  @ApiOkResponse({ schema: schemaOf('ResearchRun') })
  one(@Param('id') id: string) {
    return this.reader.run(id);
  }

  @Post('runs/:id/cancel')
  @HttpCode(202)
  @ApiOperation({ summary: 'Ends a run that waits or is under way' })
  @ApiAcceptedResponse({ schema: schemaOf('ResearchRun') })
  async cancel(@Param('id') id: string) {
    return runOf(await this.desk.cancel(id));
  }

  @Get('runs/:id/report')
  @ApiOperation({ summary: 'The whole report as JSON' })
  report(@Param('id') id: string) {
    return this.reader.report(id);
  }

  @Get('runs/:id/report.html')
  @ApiOperation({ summary: 'The report, of a search that of its best trial, as one page that needs nothing else' })
  @ApiProduces('text/html')
  async reportPage(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const page = renderReport(await this.reader.backtest(id));
    void reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8');
    return page;
  }
}
