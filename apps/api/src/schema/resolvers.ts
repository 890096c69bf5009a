import { AccountsResolver } from '../accounts/accounts.resolver';
import { DeploymentsResolver } from '../deployments/deployments.resolver';
import { ExchangesResolver } from '../exchanges/exchanges.resolver';
import { FeedsResolver } from '../feeds/feeds.resolver';
import { HealthResolver } from '../health/health.resolver';
import { MarketStreamsResolver } from '../market/market-streams.resolver';
import { MarketResolver } from '../market/market.resolver';
import { OrdersResolver } from '../orders/orders.resolver';
import { PositionsResolver } from '../positions/positions.resolver';
import { ParityResolver } from '../parity/parity.resolver';
import { ResearchResolver } from '../research/research.resolver';
import { SignalsResolver } from '../signals/signals.resolver';
import { StrategiesResolver } from '../strategies/strategies.resolver';
import { JournalStreamsResolver } from '../subscriptions/journal-streams.resolver';
import { ValueStreamsResolver } from '../subscriptions/value-streams.resolver';
import { TrustResolver } from '../trust/trust.resolver';

/** Every resolver; the schema is what they declare. */
export const RESOLVERS = [
  AccountsResolver,
  StrategiesResolver,
  ExchangesResolver,
  DeploymentsResolver,
  OrdersResolver,
  SignalsResolver,
  PositionsResolver,
  TrustResolver,
  FeedsResolver,
  MarketResolver,
  MarketStreamsResolver,
  ParityResolver,
  ResearchResolver,
  HealthResolver,
  JournalStreamsResolver,
  ValueStreamsResolver,
];
