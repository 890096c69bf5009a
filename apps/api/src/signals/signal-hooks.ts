import { Inject, Injectable } from '@nestjs/common';
import { ACTOR } from '../commands/command-desk';
import type { Deployments } from '../deployments/deployments';
import { notFound } from '../results/errors.types';
import { HOOKS } from '../rest-path';
import { DEPLOYMENTS, SIGNAL_HOOKS } from '../tokens';
import type { SignalHookResult } from './signals.types';

/** Secret addresses of deployments, each of one only. */
export interface SignalHookBook {
  open(deployment: { readonly id: string; readonly accountId: string }, actor: string): Promise<string>;
  close(deploymentId: string, actor: string): Promise<boolean>;
  deploymentOf(token: string): Promise<string | null>;
}

/** Opens and closes addresses at which services outside may send signals. */
@Injectable()
export class SignalHooks {
  constructor(
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(SIGNAL_HOOKS) private readonly book: SignalHookBook,
  ) {}

  async open(deploymentId: string): Promise<SignalHookResult> {
    const deployment = await this.deployments.find(deploymentId);
    if (!deployment) return notFound('deployment', deploymentId);
    const token = await this.book.open({ id: deployment.id, accountId: deployment.accountId }, ACTOR);
    return { __typename: 'SignalHook', deploymentId, path: `/${HOOKS}/${token}` };
  }

  async close(deploymentId: string): Promise<SignalHookResult> {
    const deployment = await this.deployments.find(deploymentId);
    if (!deployment || !(await this.book.close(deploymentId, ACTOR))) return notFound('signal hook of deployment', deploymentId);
    return { __typename: 'SignalHook', deploymentId, path: null };
  }
}
