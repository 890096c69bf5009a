import { Inject, Injectable } from '@nestjs/common';
import type { DeploymentTerms } from '@libs/engine';
import type { Accounts } from '../accounts/accounts';
import { checkReason } from '../accounts/account-rules';
import { CommandDesk, type Sent } from '../commands/command-desk';
import { commandIdFor } from '../commands/command-id';
import { MarketDesk } from '../market/market-desk';
import { invalidInput, notFound, refused, type Failure } from '../results/errors.types';
import type { StrategyCatalogue } from '../strategies/strategy-catalogue';
import { ACCOUNTS, DEPLOYMENTS, STRATEGY_CATALOGUE } from '../tokens';
import type { Deployments } from './deployments';
import type { DeployInput, DeploymentResult } from './deployments.types';

/** Puts strategies to work on an account and takes them off. */
@Injectable()
export class DeploymentDesk {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(STRATEGY_CATALOGUE) private readonly catalogue: StrategyCatalogue,
    @Inject(MarketDesk) private readonly market: MarketDesk,
    @Inject(CommandDesk) private readonly commands: CommandDesk,
  ) {}

  async deploy({ accountId, strategy, params, idempotencyKey }: DeployInput): Promise<DeploymentResult> {
    const account = await this.accounts.find(accountId);
    if (!account) return notFound('account', accountId);
    if (account.status === 'disabled') return refused('ACCOUNT_DISABLED', `The account ${account.name} is disabled.`);
    if (!isRecord(params)) return invalidInput('params', 'an object of parameter names and values', JSON.stringify(params));
    const planning = await this.catalogue.plan(strategy, params);
    if (!planning) return notFound('strategy', strategy);
    if (!planning.ok) return invalidInput(planning.field, planning.limit, planning.value, planning.message);
    const problem = await this.checkWatches(planning.terms);
    if (problem) return problem;
    if (!this.catalogue.keep(planning.terms)) return refused('STRATEGY_CHANGED', `${strategy} was changed just now. Deploy it again.`);
    // A repeated request must be the same command, so its deployment has the same id too.
    const deploymentId = commandIdFor(`${accountId}/deployment`, idempotencyKey);
    const command = { kind: 'deploy', terms: { deploymentId, ...planning.terms } } as const;
    return this.shown(await this.commands.send({ accountId, command, idempotencyKey }), deploymentId);
  }

  async stop(id: string, reason: string): Promise<DeploymentResult> {
    const problem = checkReason(reason);
    if (problem) return problem;
    const deployment = await this.deployments.find(id);
    if (!deployment) return notFound('deployment', id);
    const command = { kind: 'stop-deployment', deploymentId: id, reason: reason.trim() } as const;
    return this.shown(await this.commands.send({ accountId: deployment.accountId, command }), id);
  }

  /** A strategy on a market that nobody serves would wait for its bars for ever. */
  private async checkWatches({
    watches,
    streams = [],
    params,
  }: Pick<DeploymentTerms, 'watches' | 'streams' | 'params'>): Promise<Failure | null> {
    const known = (await this.market.tradable()).map(({ symbol }) => symbol);
    const stray = [...watches, ...streams].find(({ symbol }) => !known.includes(symbol));
    if (!stray) return null;
    const name = Object.keys(params).find((key) => params[key] === stray.symbol);
    return invalidInput(name ? `params.${name}` : 'params', `one of ${known.join(', ')}`, stray.symbol);
  }

  private async shown(sent: Sent, deploymentId: string): Promise<DeploymentResult> {
    if (!sent.ok) return sent.failure;
    const deployment = await this.deployments.find(deploymentId);
    return deployment ? { __typename: 'Deployment', ...deployment } : notFound('deployment', deploymentId);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
