import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import type { Logger } from '@libs/platform';
import { AccountsModule } from './accounts/accounts.module';
import { DeploymentsModule } from './deployments/deployments.module';
import { ExchangesModule } from './exchanges/exchanges.module';
import { FeedsModule } from './feeds/feeds.module';
import { shownError } from './graphql/format-error';
import { landingPage } from './graphql/landing-page';
import { QUERY_LIMITS, withinLimits } from './graphql/query-limits';
import { HealthModule } from './health/health.module';
import { MarketModule } from './market/market.module';
import { OrdersModule } from './orders/orders.module';
import { PortsModule, type ApiPorts } from './ports.module';
import { PositionsModule } from './positions/positions.module';
import { ParityModule } from './parity/parity.module';
import { ResearchModule } from './research/research.module';
import { SignalsModule } from './signals/signals.module';
import { StrategiesModule } from './strategies/strategies.module';
import { TrustModule } from './trust/trust.module';
import { SubscriptionsModule } from './subscriptions/subscriptions.module';

export const GRAPHQL_PATH = '/graphql';

@Module({})
export class ApiModule {
  static with(ports: ApiPorts, logger: Logger): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PortsModule.with(ports),
        GraphQLModule.forRoot<ApolloDriverConfig>(graphqlOptions(logger)),
        AccountsModule,
        StrategiesModule,
        ExchangesModule,
        DeploymentsModule,
        OrdersModule,
        SignalsModule,
        PositionsModule,
        TrustModule,
        FeedsModule,
        MarketModule,
        ParityModule,
        ResearchModule,
        HealthModule,
        SubscriptionsModule,
      ],
    };
  }
}

function graphqlOptions(logger: Logger): ApolloDriverConfig {
  return {
    driver: ApolloDriver,
    path: GRAPHQL_PATH,
    autoSchemaFile: true,
    sortSchema: true,
    introspection: true,
    graphiql: false,
    includeStacktraceInErrorResponses: false,
    validationRules: [withinLimits],
    parseOptions: { maxTokens: QUERY_LIMITS.tokens },
    plugins: [landingPage],
    formatError: (formatted, error) => shownError(error, logger, formatted),
    // One local client asks; a store of responses would only hold memory.
    cache: 'bounded',
    persistedQueries: false,
  };
}
