import { Body, Controller, Headers, HttpCode, HttpStatus, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defined } from '@libs/kernel';
import { BadArgument } from '../results/unknown-subject';
import { Problem } from '../results/problem';
import { moment } from '../results/rest-arguments';
import { restOf } from '../results/rest-failure';
import { HOOKS, REST } from '../rest-path';
import { schemaOf } from '../schema/schema-ref';
import { SIGNAL_HOOKS } from '../tokens';
import { readHookMessage } from './hook-message';
import { PeerThrottle } from './peer-throttle';
import { SignalDesk } from './signal-desk';
import type { SignalHookBook } from './signal-hooks';
import type { SendSignalInput, SignalResult } from './signals.types';

const FIELDS = new Set(['name', 'value', 'source', 'expiresInSeconds', 'expiresAt']);
const EXAMPLE = { name: 'score', value: 0.7, source: 'my-model', expiresInSeconds: 60 };

@ApiTags('trading')
@Controller()
export class SignalsController {
  constructor(
    @Inject(SignalDesk) private readonly desk: SignalDesk,
    @Inject(SIGNAL_HOOKS) private readonly hooks: SignalHookBook,
    @Inject(PeerThrottle) private readonly throttle: PeerThrottle,
  ) {}

  @Post(`${REST}/deployments/:id/signals`)
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Tells a running strategy something; expiresAt may stand instead of expiresInSeconds' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'A repeat with the same key is not delivered again' })
  @ApiBody({ schema: { type: 'object', example: EXAMPLE } })
  @ApiOkResponse({ schema: schemaOf('SentSignal') })
  async send(
    @Param('id') deploymentId: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('idempotency-key') idempotencyKey?: string,
  ) {
    const input = { ...readBody(body), deploymentId, ...defined({ idempotencyKey }) };
    return answer(await this.desk.send(input), reply);
  }

  @Post(`${HOOKS}/:token`)
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'A webhook: name and value as above, or any other JSON or text as the value' })
  @ApiOkResponse({ schema: schemaOf('SentSignal') })
  async hook(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    // Whoever guesses tokens must not keep the database busy with them.
    if (!this.throttle.lets(request.socket.remoteAddress))
      throw new Problem(429, 'Too many requests', 'This address was asked too often from where you are; wait a second between requests.');
    const deploymentId = await this.hooks.deploymentOf(token);
    if (deploymentId === null)
      throw new Problem(404, 'There is no such hook', 'The address is wrong, or the hook was closed or opened anew.');
    const message = readHookMessage(body);
    if (typeof message === 'string') throw new Problem(400, 'Bad input', message);
    const { saying, id } = message;
    // An alert may go to several deployments of one account under the same id.
    return answer(await this.desk.send({ ...saying, deploymentId, idempotencyKey: id && `hook ${deploymentId} ${id}` }, 'webhook'), reply);
  }
}

function readBody(body: unknown): Omit<SendSignalInput, 'deploymentId' | 'idempotencyKey'> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new BadArgument('body', 'a JSON object', typeof body);
  const odd = Object.keys(body).find((field) => !FIELDS.has(field));
  if (odd !== undefined) throw new BadArgument(odd, `one of ${[...FIELDS].join(', ')}`, 'no field');
  const { name, value, source, expiresInSeconds, expiresAt } = body as Readonly<Record<string, unknown>>;
  return {
    name: name as string,
    value,
    ...(source === undefined ? {} : { source: source as string }),
    ...(expiresInSeconds === undefined ? {} : { expiresInSeconds: Number(expiresInSeconds) }),
    ...(expiresAt === undefined ? {} : { expiresAt: moment('expiresAt', String(expiresAt)) ?? null }),
  };
}

const TOO_MANY = 'TOO_MANY_SIGNALS';

function answer(result: SignalResult, reply: FastifyReply): object {
  if (result.__typename === 'Refused' && result.code === TOO_MANY) throw new Problem(429, result.code, result.message);
  return restOf(result, reply);
}
