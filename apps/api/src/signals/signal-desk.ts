import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { OperatorCommand } from '@libs/engine';
import { ACTOR, CommandDesk } from '../commands/command-desk';
import type { Deployments } from '../deployments/deployments';
import type { Deployment } from '../deployments/deployments.types';
import type { MarketWatch } from '../health/health';
import { notFound, refused, type Failure } from '../results/errors.types';
import { DEPLOYMENTS, MARKET_WATCH } from '../tokens';
import { checkSignal, expiryOf } from './signal-rules';
import type { SendSignalInput, SignalResult } from './signals.types';

/** Most signals that one deployment is sent in a minute; a strategy that is flooded hears nothing in time. */
const MOST_A_MINUTE = 120;
const MINUTE_MS = 60_000;

type SendSignal = Extract<OperatorCommand, { kind: 'send-signal' }>;

/** Hands words from outside to the core of the deployment's account. */
@Injectable()
export class SignalDesk {
  private readonly recent = new Map<string, number[]>();

  constructor(
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(MARKET_WATCH) private readonly market: MarketWatch,
    @Inject(CommandDesk) private readonly commands: CommandDesk,
  ) {}

  async send(input: SendSignalInput, actor: string = ACTOR): Promise<SignalResult> {
    const { deploymentId, name, value, idempotencyKey } = input;
    const deployment = await this.deployments.find(deploymentId);
    if (!deployment) return notFound('deployment', deploymentId);
    const now = (await this.market.now())?.marketTime.getTime() ?? Date.now();
    const problem = checkSignal(input, now) ?? this.refusal(deployment);
    if (problem) return problem;
    const source = input.source ?? (actor === ACTOR ? 'api' : actor);
    const expiresAt = expiryOf(input, now);
    const command: SendSignal = { kind: 'send-signal', deploymentId, name, value, source, expiresAt };
    const { accountId } = deployment;
    const sent = await this.commands.send({ accountId, command, idempotencyKey, actor, isSame: isSameSignal });
    return sent.ok ? { __typename: 'SentSignal', deploymentId, name, source, expiresAt: new Date(expiresAt) } : sent.failure;
  }

  private refusal({ id, status }: Deployment): Failure | null {
    if (status === 'stopped' || status === 'faulted') return refused('NOT_RUNNING', `The deployment is ${status} and hears no signal.`);
    const now = Date.now();
    const recent = (this.recent.get(id) ?? []).filter((at) => at > now - MINUTE_MS);
    this.recent.set(id, recent);
    if (recent.length >= MOST_A_MINUTE) {
      const breach = { limit: `${MOST_A_MINUTE} a minute`, value: String(recent.length) };
      return refused('TOO_MANY_SIGNALS', `The deployment was sent ${recent.length} signals in the last minute.`, breach);
    }
    recent.push(now);
    return null;
  }
}

/** A repeat comes later, so the time at which it would end is another. */
function isSameSignal(standing: OperatorCommand, asked: OperatorCommand): boolean {
  return isDeepStrictEqual({ ...standing, expiresAt: 0 }, { ...asked, expiresAt: 0 });
}
