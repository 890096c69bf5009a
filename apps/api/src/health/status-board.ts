import { Inject, Injectable } from '@nestjs/common';
import type { ApiOptions } from '../options';
import { lookStream } from '../streams/look-stream';
import { TopicBoard } from '../streams/topic-board';
import { API_OPTIONS, HEALTH_BOARD, MARKET_WATCH } from '../tokens';
import type { HealthBoardReader, MarketWatch } from './health';
import type { ComponentHealth, HealthStatus, PlatformStatus } from './health.types';
import { WatchedComponent } from './watched-component';

const RANK: readonly HealthStatus[] = ['ok', 'degraded', 'down'];

/** How the whole platform does, from what each component says of itself. */
@Injectable()
export class StatusBoard {
  private asked: Promise<PlatformStatus> | undefined;
  private readonly database = new WatchedComponent('postgres', () => new Date());
  private readonly simulator = new WatchedComponent('exchange-simulator', () => new Date());

  constructor(
    @Inject(HEALTH_BOARD) private readonly health: HealthBoardReader,
    @Inject(MARKET_WATCH) private readonly market: MarketWatch,
    @Inject(TopicBoard) private readonly topics: TopicBoard,
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
  ) {}

  /** Clients that ask together share one look. */
  now(): Promise<PlatformStatus> {
    this.asked ??= this.look().finally(() => (this.asked = undefined));
    return this.asked;
  }

  /** The status at once and then whenever it changes. */
  stream(): AsyncIterableIterator<PlatformStatus> {
    return lookStream(this.topics, { topic: 'health', look: () => this.now() });
  }

  private async look(): Promise<PlatformStatus> {
    const [told, market] = await Promise.all([this.told(), this.market.now()]);
    const simulator = this.options.hasSimulator
      ? [market ? this.simulator.seen('ok') : this.simulator.seen('down', 'it does not answer')]
      : [];
    const components = [...told, ...simulator];
    const { version, startedAt, tradingMode } = this.options;
    return { version, startedAt, tradingMode, status: worst(components), market, components };
  }

  /** What the components wrote down, and whether the place they write to is there. */
  private async told(): Promise<readonly ComponentHealth[]> {
    try {
      return [...(await this.health.components()), this.database.seen('ok')];
    } catch (error) {
      return [this.database.seen('down', error instanceof Error ? error.message : String(error))];
    }
  }
}

function worst(components: readonly ComponentHealth[]): HealthStatus {
  const rank = Math.max(0, ...components.map(({ status }) => RANK.indexOf(status)));
  return RANK[rank] ?? 'down';
}
