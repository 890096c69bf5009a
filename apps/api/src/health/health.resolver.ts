import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { PlatformStatus } from './health.types';
import { StatusBoard } from './status-board';

@Resolver(() => PlatformStatus)
export class HealthResolver {
  constructor(@Inject(StatusBoard) private readonly board: StatusBoard) {}

  @Query(() => PlatformStatus)
  status() {
    return this.board.now();
  }
}
