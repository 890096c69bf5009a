import { Inject, Injectable } from '@nestjs/common';
import type { HealthBoardReader } from '../health/health';
import { lookStream } from '../streams/look-stream';
import { TopicBoard } from '../streams/topic-board';
import { HEALTH_BOARD } from '../tokens';
import type { FeedQuality } from './feeds.types';

/** How well the market data of an account does, as its trader tells it; nothing while no trader is there to listen to any. */
@Injectable()
export class LiveFeeds {
  constructor(
    @Inject(HEALTH_BOARD) private readonly health: HealthBoardReader,
    @Inject(TopicBoard) private readonly topics: TopicBoard,
  ) {}

  async list(accountId: string): Promise<readonly FeedQuality[]> {
    const components = await this.health.components();
    const isUp = components.some((one) => one.component === 'trader' && one.accountId === accountId && one.status !== 'down');
    return isUp ? this.told(accountId) : [];
  }

  /** All feeds at once and then whenever a figure changes. */
  stream(accountId: string): AsyncIterableIterator<readonly FeedQuality[]> {
    return lookStream(this.topics, { topic: topicOf(accountId), look: () => this.list(accountId) });
  }

  private told(accountId: string): readonly FeedQuality[] {
    const [payload] = this.topics.latest(topicOf(accountId)) as readonly { readonly feeds?: readonly FeedQuality[] }[];
    return payload?.feeds ?? [];
  }
}

function topicOf(accountId: string): string {
  return `account.${accountId}.feeds`;
}
