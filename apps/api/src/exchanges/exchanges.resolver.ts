import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { EXCHANGE_LIST } from '../tokens';
import type { ExchangeList } from './exchange-list';
import { Exchange } from './exchanges.types';

@Resolver(() => Exchange)
export class ExchangesResolver {
  constructor(@Inject(EXCHANGE_LIST) private readonly exchanges: ExchangeList) {}

  @Query(() => [Exchange], { name: 'exchanges' })
  list() {
    return this.exchanges.list();
  }
}
