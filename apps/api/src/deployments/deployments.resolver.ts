import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { DEPLOYMENTS } from '../tokens';
import { DeploymentDesk } from './deployment-desk';
import type { Deployments } from './deployments';
import { DeployInput, Deployment, DeploymentResultUnion } from './deployments.types';

@Resolver(() => Deployment)
export class DeploymentsResolver {
  constructor(
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(DeploymentDesk) private readonly desk: DeploymentDesk,
  ) {}

  @Query(() => [Deployment], { name: 'deployments' })
  list(@Args('accountId', { type: () => ID, nullable: true }) accountId?: string | null) {
    return this.deployments.list(accountId ?? undefined);
  }

  @Mutation(() => DeploymentResultUnion)
  deploy(@Args('input', { type: () => DeployInput }) input: DeployInput) {
    return this.desk.deploy(input);
  }

  @Mutation(() => DeploymentResultUnion, {
    description: 'Stops a deployment and cancels its open orders; for a faulted one it dismisses the fault, which stays in its reason',
  })
  stopDeployment(@Args('id', { type: () => ID }) id: string, @Args('reason', { type: () => String }) reason: string) {
    return this.desk.stop(id, reason);
  }
}
