import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { STRATEGY_CATALOGUE } from '../tokens';
import { Strategy } from './strategies.types';
import type { StrategyCatalogue } from './strategy-catalogue';

@Resolver(() => Strategy)
export class StrategiesResolver {
  constructor(@Inject(STRATEGY_CATALOGUE) private readonly catalogue: StrategyCatalogue) {}

  @Query(() => [Strategy], { name: 'strategies' })
  list() {
    return this.catalogue.list();
  }
}
