import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { runOf } from '../research/run-of';
import { BadArgument, UnknownSubject } from '../results/unknown-subject';
import { REST } from '../rest-path';
import { arrayOf, schemaOf } from '../schema/schema-ref';
import { PARITY_BOOK } from '../tokens';
import type { ParityBook } from './parity';
import { ParityDesk } from './parity-desk';

const BODY = { type: 'object', properties: { idempotencyKey: { type: 'string', maxLength: 200 } }, additionalProperties: false } as const;

@ApiTags('parity')
@Controller(REST)
export class ParityController {
  constructor(
    @Inject(PARITY_BOOK) private readonly book: ParityBook,
    @Inject(ParityDesk) private readonly desk: ParityDesk,
  ) {}

  @Get('parity')
  @ApiOperation({ summary: 'What parity came to, newest first, at most a hundred' })
  @ApiOkResponse({ schema: arrayOf('ParityScore') })
  list() {
    return this.book.list();
  }

  @Get('deployments/:id/parity')
  @ApiOperation({ summary: 'The newest score of a deployment' })
  @ApiOkResponse({ schema: schemaOf('ParityScore') })
  async newest(@Param('id') id: string) {
    const score = await this.book.newest(id);
    if (!score) throw new UnknownSubject('parity of deployment', id);
    return score;
  }

  @Get('deployments/:id/parity/:sessionId/report')
  @ApiOperation({ summary: 'Replays, every order that differs with its causes, bugs and notes' })
  async report(@Param('id') id: string, @Param('sessionId') sessionId: string) {
    const report = await this.book.report(id, sessionId);
    if (report === null) throw new UnknownSubject(`parity report of deployment ${id} in session`, sessionId);
    return report;
  }

  @Post('deployments/:id/parity')
  @HttpCode(202)
  @ApiOperation({ summary: 'Queues the measurement of the newest recorded session of a deployment' })
  @ApiBody({ schema: BODY, required: false })
  @ApiAcceptedResponse({ schema: schemaOf('ResearchRun') })
  async start(@Param('id') deploymentId: string, @Body() body: unknown) {
    return runOf(await this.desk.start({ deploymentId, idempotencyKey: keyOf(body) }));
  }
}

function keyOf(body: unknown): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body !== 'object' || Array.isArray(body)) throw new BadArgument('body', 'a JSON object', typeof body);
  const { idempotencyKey, ...others } = body as Readonly<Record<string, unknown>>;
  const [odd] = Object.keys(others);
  if (odd !== undefined) throw new BadArgument(odd, 'idempotencyKey or nothing', 'not a field');
  if (idempotencyKey === undefined || idempotencyKey === null) return null;
  if (typeof idempotencyKey !== 'string' || idempotencyKey.length > 200)
    throw new BadArgument('idempotencyKey', 'text of at most 200 characters', JSON.stringify(idempotencyKey));
  return idempotencyKey;
}
