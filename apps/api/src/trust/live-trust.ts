import { Inject, Injectable } from '@nestjs/common';
import type { HealthBoardReader } from '../health/health';
import { abortableStream } from '../streams/abortable-stream';
import { Conflation } from '../streams/conflation';
import { TopicBoard } from '../streams/topic-board';
import { DATA_TRUSTS, HEALTH_BOARD } from '../tokens';
import type { DataTrusts } from './trust';
import type { DataTrust } from './trust.types';

const LOOK_EVERY = 1000;

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
    return abortableStream((signal) => this.follow(accountId, signal));
  }

  private async *follow(accountId: string, signal: AbortSignal): AsyncGenerator<readonly DataTrust[], void, undefined> {
    const looks = new Conflation<true>({ interval: 200, keyOf: () => 0, keep: 1 });
    const timer = setInterval(() => looks.push(true), LOOK_EVERY);
    const unsubscribe = this.topics.subscribe(`account.${accountId}.journal`, () => looks.push(true));
    let shown: string | null = null;
    try {
      looks.push(true);
      for await (const _ of looks.read(signal)) {
        const trusts = await this.list(accountId);
        const text = JSON.stringify(trusts);
        if (text !== shown) yield trusts;
        shown = text;
      }
    } finally {
      clearInterval(timer);
      unsubscribe();
    }
  }
}

function silenced(trust: DataTrust, since: Date): DataTrust {
  return trust.level === 'UNTRUSTED' ? trust : { symbol: trust.symbol, level: 'UNTRUSTED', reasons: ['STALE'], since };
}
