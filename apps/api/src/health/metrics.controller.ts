import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Metrics } from '@libs/platform';
import type { FastifyReply } from 'fastify';
import { StatusBoard } from './status-board';
import type { HealthStatus } from './health.types';

/** For Prometheus alerts: anything above zero wants a person. */
const LEVEL: Readonly<Record<HealthStatus, number>> = { ok: 0, degraded: 1, down: 2 };

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(StatusBoard) private readonly board: StatusBoard,
  ) {}

  @Get()
  async text(@Res({ passthrough: true }) reply: FastifyReply) {
    const gauge = this.metrics.gauge({ name: 'component_health', help: '0 ok, 1 degraded, 2 down', labels: ['name', 'account'] });
    gauge.reset();
    for (const { component, accountId, status } of (await this.board.now()).components)
      gauge.set({ name: component, account: accountId ?? '' }, LEVEL[status]);
    void reply.type(this.metrics.contentType);
    return this.metrics.text();
  }
}
