import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Metrics } from '@libs/platform';
import type { FastifyReply } from 'fastify';
import { StatusBoard } from './status-board';
import type { HealthStatus } from './health.types';
import type { Accounts } from '../accounts/accounts';
import { measureFeeds } from '../feeds/feed-metrics';
import { LiveFeeds } from '../feeds/live-feeds';
import { ACCOUNTS } from '../tokens';
import { LiveTrust } from '../trust/live-trust';
import type { TrustLevel } from '../trust/trust.types';

/** For Prometheus alerts: anything above zero wants a person. */
const TRUST: Readonly<Record<TrustLevel, number>> = { TRUSTED: 0, DEGRADED: 1, UNTRUSTED: 2 };
const LEVEL: Readonly<Record<HealthStatus, number>> = { ok: 0, degraded: 1, down: 2 };

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(StatusBoard) private readonly board: StatusBoard,
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(LiveTrust) private readonly trust: LiveTrust,
    @Inject(LiveFeeds) private readonly feeds: LiveFeeds,
  ) {}

  @Get()
  async text(@Res({ passthrough: true }) reply: FastifyReply) {
    const accounts = (await this.accounts.list()).map(({ id }) => id);
    await Promise.all([this.measureHealth(), this.measureTrust(accounts), this.measureFeeds(accounts)]);
    void reply.type(this.metrics.contentType);
    return this.metrics.text();
  }

  private async measureHealth(): Promise<void> {
    const gauge = this.metrics.gauge({ name: 'component_health', help: '0 ok, 1 degraded, 2 down', labels: ['name', 'account'] });
    gauge.reset();
    for (const { component, accountId, status } of (await this.board.now()).components)
      gauge.set({ name: component, account: accountId ?? '' }, LEVEL[status]);
  }

  private async measureFeeds(accounts: readonly string[]): Promise<void> {
    const lists = accounts.map(async (account) => ({ account, feeds: await this.feeds.list(account) }));
    measureFeeds(this.metrics, await Promise.all(lists));
  }

  private async measureTrust(accounts: readonly string[]): Promise<void> {
    const gauge = this.metrics.gauge({ name: 'data_trust', help: '0 trusted, 1 degraded, 2 untrusted', labels: ['account', 'symbol'] });
    const lists = await Promise.all(accounts.map(async (account) => ({ account, trusts: await this.trust.list(account) })));
    gauge.reset();
    for (const { account, trusts } of lists) for (const { symbol, level } of trusts) gauge.set({ account, symbol }, TRUST[level]);
  }
}
