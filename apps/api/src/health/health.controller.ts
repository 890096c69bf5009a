import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { REST } from '../rest-path';
import { schemaOf } from '../schema/schema-ref';
import { StatusBoard } from './status-board';

@ApiTags('platform')
@Controller(REST)
export class HealthController {
  constructor(@Inject(StatusBoard) private readonly board: StatusBoard) {}

  @Get('ping')
  @ApiOperation({ summary: 'Answers while the process serves' })
  @ApiOkResponse({ schema: { type: 'object', properties: { pong: { type: 'boolean' } } } })
  ping() {
    return { pong: true };
  }

  @Get('health')
  @ApiOperation({ summary: 'Status, reason and since, per component' })
  @ApiOkResponse({ schema: schemaOf('PlatformStatus') })
  @ApiResponse({ status: HttpStatus.SERVICE_UNAVAILABLE, description: 'A component is down', schema: schemaOf('PlatformStatus') })
  async health(@Res({ passthrough: true }) reply: FastifyReply) {
    const { status, components } = await this.board.now();
    if (status === 'down') reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status, components };
  }

  @Get('status')
  @ApiOperation({ summary: 'The platform: version, mode, market and components' })
  @ApiOkResponse({ schema: schemaOf('PlatformStatus') })
  status() {
    return this.board.now();
  }
}
