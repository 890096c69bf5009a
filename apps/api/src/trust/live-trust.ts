import { Inject, Injectable } from '@nestjs/common';
import type { HealthBoardReader } from '../health/health';
import { lookStream } from '../streams/look-stream';
import { TopicBoard } from '../streams/topic-board';
import { DATA_TRUSTS, HEALTH_BOARD } from '../tokens';
import type { DataTrusts } from './trust';
import type { DataTrust } from './trust.types';

/** How far data can be believed now. What a trader that is gone said last is no word on now: its symbols count as stale. */
@Injectable()
export class LiveTrust {
  constructor(
    @Inject(DATA_TRUSTS) private readonly trusts: DataTrusts,
    @Inject(HEALTH_BOARD) private readonly health: HealthBoardReader,
    @Inject(TopicBoard) private readonly topics: TopicBoard,
  ) {}

  async list(accountId: string): Promise<readonly DataTrust[]> {
    const [trusts, components] = await Promise.all([this.trusts.list(accountId), this.health.components()]);
    const trader = components.find((component) => component.component === 'trader' && component.accountId === accountId);
    return trader?.status === 'down' ? trusts.map((trust) => silenced(trust, trader.since)) : trusts;
  }

  /** All symbols at once and then whenever one of them changes; read from the journal, because fan-out may lose a message. */
  stream(accountId: string): AsyncIterableIterator<readonly DataTrust[]> {
    return lookStream(this.topics, { topic: `account.${accountId}.journal`, look: () => this.list(accountId) });
  }
}

function silenced(trust: DataTrust, since: Date): DataTrust {
  return trust.level === 'UNTRUSTED' ? trust : { symbol: trust.symbol, level: 'UNTRUSTED', reasons: ['STALE'], since };
}
