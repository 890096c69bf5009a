import { Inject, Injectable } from '@nestjs/common';
import { TopicBoard } from '../streams/topic-board';
import { valueStream } from '../streams/value-streams';
import { DEPLOYMENTS } from '../tokens';
import type { SymbolTrusts } from '@libs/sdk';
import { decisionFrom } from './decision';
import type { Deployments } from './deployments';
import type { Decision } from './deployments.types';
import { UnknownSubject } from '../results/unknown-subject';

/** What strategies decide, as they decide it. */
@Injectable()
export class LiveDecisions {
  constructor(
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(TopicBoard) private readonly board: TopicBoard,
  ) {}

  async stream(deploymentId: string): Promise<AsyncIterableIterator<Decision>> {
    const deployment = await this.deployments.find(deploymentId);
    if (!deployment) throw new UnknownSubject('deployment', deploymentId);
    const topic = `account.${deployment.accountId}.decision`;
    const read = (payload: unknown): Decision | undefined => decisionOf(payload, deploymentId);
    const latest = async (): Promise<Decision | undefined> =>
      this.board.latest(topic).map(read).find(Boolean) ?? deployment.lastDecision ?? undefined;
    return valueStream(this.board, { topic, read, latest });
  }
}

function decisionOf(payload: unknown, deploymentId: string): Decision | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const told = payload as {
    readonly deploymentId?: string;
    readonly decision?: Omit<Decision, 'marketTime' | 'trust'>;
    readonly trust?: SymbolTrusts;
    readonly marketTime?: number;
  };
  if (told.deploymentId !== deploymentId || !told.decision || told.marketTime === undefined) return undefined;
  const trust = told.trust === undefined ? {} : { trust: told.trust };
  return decisionFrom({ ...told.decision, marketTime: told.marketTime, ...trust });
}
