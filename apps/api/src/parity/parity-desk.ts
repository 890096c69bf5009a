import { Inject, Injectable } from '@nestjs/common';
import { ACTOR } from '../commands/command-desk';
import { commandIdFor } from '../commands/command-id';
import type { Deployments } from '../deployments/deployments';
import type { ResearchBook, ResearchWaker } from '../research/research';
import type { ResearchRunResult } from '../research/research.types';
import { notFound, refused } from '../results/errors.types';
import { DEPLOYMENTS, RESEARCH_BOOK, RESEARCH_WAKER } from '../tokens';
import type { StartParityInput } from './parity.types';

type Failed = Exclude<ResearchRunResult, { readonly __typename: 'ResearchRun' }>;

/** Lets workers of research measure a deployment. */
@Injectable()
export class ParityDesk {
  constructor(
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(RESEARCH_BOOK) private readonly book: ResearchBook,
    @Inject(RESEARCH_WAKER) private readonly waker: ResearchWaker,
  ) {}

  async start({ deploymentId, idempotencyKey }: StartParityInput): Promise<ResearchRunResult> {
    const deployment = await this.deployments.find(deploymentId);
    if (!deployment) return notFound('deployment', deploymentId) as Failed;
    const spec = { deploymentId, strategy: deployment.strategy };
    const id = commandIdFor('parity', idempotencyKey);
    const { isSame, run } = await this.book.add({ id, kind: 'PARITY', spec, requestedBy: ACTOR });
    if (!isSame) {
      const message = `The idempotency key "${String(idempotencyKey)}" was used before for another deployment; take a new one.`;
      return refused('IDEMPOTENCY_KEY_REUSED', message) as Failed;
    }
    await this.waker.wake(id);
    return { __typename: 'ResearchRun', ...run };
  }
}
