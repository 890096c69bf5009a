import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Metrics } from '@libs/platform';
import type { AccountBook, Accounts } from './accounts/accounts';
import type { CommandOutcomes, OperatorInbox } from './commands/command-desk';
import type { Deployments } from './deployments/deployments';
import type { ExchangeList } from './exchanges/exchange-list';
import type { HealthBoardReader, MarketWatch } from './health/health';
import type { Journal } from './journal/journal-heads';
import type { MarketQueries } from './market/market-queries';
import type { MarketStreams } from './market/market-streams';
import type { ApiOptions } from './options';
import type { Orders } from './orders/orders';
import type { ParityBook } from './parity/parity';
import type { Positions } from './positions/positions';
import type { ResearchBook, ResearchData, ResearchWaker } from './research/research';
import type { SignalHookBook } from './signals/signal-hooks';
import type { StrategyCatalogue } from './strategies/strategy-catalogue';
import { TopicBoard } from './streams/topic-board';
import type { DataTrusts } from './trust/trust';
import {
  ACCOUNTS,
  ACCOUNT_BOOK,
  API_OPTIONS,
  COMMAND_OUTCOMES,
  DATA_TRUSTS,
  DEPLOYMENTS,
  EXCHANGE_LIST,
  HEALTH_BOARD,
  JOURNAL,
  MARKET_QUERIES,
  MARKET_STREAMS,
  MARKET_WATCH,
  OPERATOR_INBOX,
  ORDERS,
  PARITY_BOOK,
  POSITIONS,
  SIGNAL_HOOKS,
  RESEARCH_BOOK,
  RESEARCH_DATA,
  RESEARCH_WAKER,
  STRATEGY_CATALOGUE,
} from './tokens';

/** Everything that the api needs from outside itself. */
export interface ApiPorts {
  readonly options: ApiOptions;
  readonly metrics: Metrics;
  readonly topics: TopicBoard;
  readonly accounts: Accounts;
  readonly accountBook: AccountBook;
  readonly deployments: Deployments;
  readonly orders: Orders;
  readonly positions: Positions;
  readonly dataTrusts: DataTrusts;
  readonly journal: Journal;
  readonly outcomes: CommandOutcomes;
  readonly inbox: OperatorInbox;
  readonly signalHooks: SignalHookBook;
  readonly market: MarketQueries;
  readonly marketStreams: MarketStreams;
  readonly strategies: StrategyCatalogue;
  readonly exchanges: ExchangeList;
  readonly parity: ParityBook;
  readonly research: ResearchBook;
  readonly researchData: ResearchData;
  readonly researchWaker: ResearchWaker;
  readonly health: HealthBoardReader;
  readonly marketWatch: MarketWatch;
}

@Global()
@Module({})
export class PortsModule {
  static with(ports: ApiPorts): DynamicModule {
    const providers = [
      { provide: API_OPTIONS, useValue: ports.options },
      { provide: Metrics, useValue: ports.metrics },
      { provide: TopicBoard, useValue: ports.topics },
      { provide: ACCOUNTS, useValue: ports.accounts },
      { provide: ACCOUNT_BOOK, useValue: ports.accountBook },
      { provide: DEPLOYMENTS, useValue: ports.deployments },
      { provide: ORDERS, useValue: ports.orders },
      { provide: POSITIONS, useValue: ports.positions },
      { provide: DATA_TRUSTS, useValue: ports.dataTrusts },
      { provide: JOURNAL, useValue: ports.journal },
      { provide: COMMAND_OUTCOMES, useValue: ports.outcomes },
      { provide: OPERATOR_INBOX, useValue: ports.inbox },
      { provide: SIGNAL_HOOKS, useValue: ports.signalHooks },
      { provide: MARKET_QUERIES, useValue: ports.market },
      { provide: MARKET_STREAMS, useValue: ports.marketStreams },
      { provide: STRATEGY_CATALOGUE, useValue: ports.strategies },
      { provide: EXCHANGE_LIST, useValue: ports.exchanges },
      { provide: PARITY_BOOK, useValue: ports.parity },
      { provide: RESEARCH_BOOK, useValue: ports.research },
      { provide: RESEARCH_DATA, useValue: ports.researchData },
      { provide: RESEARCH_WAKER, useValue: ports.researchWaker },
      { provide: HEALTH_BOARD, useValue: ports.health },
      { provide: MARKET_WATCH, useValue: ports.marketWatch },
    ];
    return { module: PortsModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
