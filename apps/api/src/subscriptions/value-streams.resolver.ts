import { Inject } from '@nestjs/common';
import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { AccountValue } from '../accounts/accounts.types';
import { LiveValues } from '../accounts/live-values';
import { Decision } from '../deployments/deployments.types';
import { LiveDecisions } from '../deployments/live-decisions';
import { PlatformStatus } from '../health/health.types';
import { StatusBoard } from '../health/status-board';
import { LiveMarket } from '../market/live-market';
import { LiveTrust } from '../trust/live-trust';
import { DataTrust } from '../trust/trust.types';
import { Candle, Ticker } from '../market/market.types';

const asIs = { resolve: (item: unknown) => item };

@Resolver()
export class ValueStreamsResolver {
  constructor(
    @Inject(LiveValues) private readonly values: LiveValues,
    @Inject(LiveMarket) private readonly market: LiveMarket,
    @Inject(LiveDecisions) private readonly decisions: LiveDecisions,
    @Inject(StatusBoard) private readonly board: StatusBoard,
    @Inject(LiveTrust) private readonly trust: LiveTrust,
  ) {}

  @Subscription(() => AccountValue, asIs)
  value(@Args('accountId', { type: () => ID }) accountId: string) {
    return this.values.stream(accountId);
  }

  @Subscription(() => Ticker, asIs)
  ticker(@Args('accountId', { type: () => ID }) accountId: string, @Args('symbol', { type: () => String }) symbol: string) {
    return this.market.ticker(accountId, symbol);
  }

  @Subscription(() => Candle, asIs)
  candle(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('symbol', { type: () => String }) symbol: string,
    @Args('interval', { type: () => String }) interval: string,
  ) {
    return this.market.candle(accountId, symbol, interval);
  }

  @Subscription(() => Decision, asIs)
  decision(@Args('deploymentId', { type: () => ID }) deploymentId: string) {
    return this.decisions.stream(deploymentId);
  }

  @Subscription(() => [DataTrust], asIs)
  dataTrust(@Args('accountId', { type: () => ID }) accountId: string) {
    return this.trust.stream(accountId);
  }

  @Subscription(() => PlatformStatus, asIs)
  status() {
    return this.board.stream();
  }
}
