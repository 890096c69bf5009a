import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { LiveTrust } from './live-trust';
import { DataTrust } from './trust.types';

@Resolver(() => DataTrust)
export class TrustResolver {
  constructor(@Inject(LiveTrust) private readonly trust: LiveTrust) {}

  @Query(() => [DataTrust])
  dataTrust(@Args('accountId', { type: () => ID }) accountId: string) {
    return this.trust.list(accountId);
  }
}
