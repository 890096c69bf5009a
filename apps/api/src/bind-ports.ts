import {
  AccountInbox,
  AccountReads,
  HealthBoard,
  JournalReads,
  ParityScores,
  ResearchRuns,
  SignalHookStore,
  TradingReads,
} from '@libs/persistence';
import { Metrics } from '@libs/platform';
import type { DataSource } from 'typeorm';
import type { ApiPorts } from './ports.module';
import { BoardHealth } from './storage/board-health';
import { StoredAccountBook } from './storage/stored-account-book';
import { StoredAccounts } from './storage/stored-accounts';
import { StoredDeployments, StoredOrders, StoredPositions } from './storage/stored-trading';
import { StoredParity } from './storage/stored-parity';
import { StoredResearch } from './storage/stored-research';
import { StoredTrusts } from './storage/stored-trust';
import { TopicBoard, type FanoutSource } from './streams/topic-board';

/** What of the platform the database does not give. */
export type OutsidePorts = Pick<
  ApiPorts,
  'options' | 'market' | 'marketStreams' | 'marketWatch' | 'strategies' | 'exchanges' | 'researchData' | 'researchWaker'
>;

export interface Surroundings {
  readonly dataSource: DataSource;
  readonly fanout: FanoutSource;
  readonly outside: OutsidePorts;
}

/** Which implementation fills which port in the running platform. */
export function bindPorts({ dataSource, fanout, outside }: Surroundings): ApiPorts {
  const trading = new TradingReads(dataSource);
  const journal = new JournalReads(dataSource);
  const accounts = new AccountReads(dataSource);
  const board = new HealthBoard(dataSource);
  const { sourceId } = outside.options;
  return {
    ...outside,
    metrics: new Metrics({ component: 'api', processMetrics: true }),
    topics: new TopicBoard(fanout),
    accounts: new StoredAccounts(accounts, journal, board, sourceId),
    accountBook: new StoredAccountBook(dataSource, sourceId),
    deployments: new StoredDeployments(trading, outside.strategies),
    orders: new StoredOrders(trading),
    positions: new StoredPositions(trading),
    dataTrusts: new StoredTrusts(journal),
    journal,
    outcomes: journal,
    inbox: new AccountInbox(dataSource),
    signalHooks: new SignalHookStore(dataSource),
    parity: new StoredParity(new ParityScores(dataSource)),
    research: new StoredResearch(new ResearchRuns(dataSource)),
    health: new BoardHealth(board, accounts, sourceId),
  };
}
