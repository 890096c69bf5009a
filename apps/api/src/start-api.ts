import { join } from 'node:path';
import { defined } from '@libs/kernel';
import { openMessaging, type Messaging } from '@libs/messaging';
import { HistoryStore } from '@libs/market-data';
import { DataFileStore, HealthBoard, createDataSource, requireCurrentSchema } from '@libs/persistence';
import type { ApiEnvironment, ProcessContext, RunningComponent } from '@libs/platform';
import { KeptCode, StrategyRegistry, listExchanges } from '@libs/plugin-host';
import type { DataSource } from 'typeorm';
import { startAlerts } from './alerts/start-alerts';
import { bindPorts, type OutsidePorts } from './bind-ports';
import { beatAsApi } from './health/heartbeat';
import { SimulatedMarket } from './health/simulated-market';
import { Venue } from './market/venue';
import { VenueMarket } from './market/venue-market';
import { VenueStreams } from './market/venue-streams';
import { startApiServer } from './server/api-server';
import { InstalledExchanges } from './exchanges/installed-exchanges';
import { StoredResearchData } from './storage/stored-research';
import { RegisteredStrategies } from './strategies/registered-strategies';
import { VERSION } from './version';

const DATABASE_CONNECTIONS = 3;
const MESSAGING_CONNECTIONS = 2;
/** `dist/apps/dashboard`, beside this app. */
const DASHBOARD = join(import.meta.dirname, '../../dashboard');

type Context = Pick<ProcessContext, 'logger'>;

/** Connects the api and serves it; what it opened is closed in reverse. */
export async function startApi(environment: ApiEnvironment, { logger }: Context): Promise<RunningComponent> {
  const dataSource = await openDatabase(environment);
  const messaging = await openFanout(environment, { logger });
  const ports = bindPorts({
    dataSource,
    fanout: messaging.fanout,
    outside: { ...outsideOf(environment, dataSource, { logger }), researchWaker: messaging.research },
  });
  await ports.topics.listen();
  const server = await startApiServer({ ports, logger, port: environment.port });
  const endAlerts = startAlerts({ ports, feed: server.journalFeed, url: environment.alertWebhookUrl, logger });
  const silence = beatAsApi(new HealthBoard(dataSource));
  return {
    detail: { port: server.port },
    async stop() {
      silence();
      await endAlerts();
      await server.close();
      ports.marketStreams.close();
      await ports.topics.close();
      await messaging.close();
      await dataSource.destroy();
    },
  };
}

async function openDatabase({ databaseUrl }: ApiEnvironment): Promise<DataSource> {
  const dataSource = await createDataSource(databaseUrl, DATABASE_CONNECTIONS, { name: 'api' });
  await requireCurrentSchema(dataSource);
  return dataSource;
}

async function openFanout({ databaseUrl, redisUrl }: ApiEnvironment, { logger }: Context): Promise<Messaging> {
  const onTrouble = (error: unknown): void => logger.warn('messaging', { error });
  const messaging = await openMessaging({ name: 'api', databaseUrl, redisUrl, poolSize: MESSAGING_CONNECTIONS, onTrouble });
  for (const warning of messaging.warnings) logger.warn(warning);
  return messaging;
}

function outsideOf(environment: ApiEnvironment, dataSource: DataSource, { logger }: Context): Omit<OutsidePorts, 'researchWaker'> {
  const { simulatorUrl, simulatorToken, home, tradingMode, maxPositionSize, sourceId, reconnectDelaySeconds, strategies } = environment;
  const label = environment.sourceLabel ?? 'exchange simulator';
  const venue = new Venue(simulatorUrl);
  const market = new VenueMarket(venue);
  return {
    options: {
      version: VERSION,
      startedAt: new Date(),
      tradingMode,
      maxPositionSize,
      sourceLabel: label,
      sourceId: sourceId ?? null,
      hasSimulator: simulatorUrl !== undefined,
      dashboardFolder: DASHBOARD,
    },
    market,
    marketStreams: new VenueStreams({ venue, queries: market, reconnectDelaySeconds, logger }),
    exchanges: new InstalledExchanges(listExchanges),
    strategies: new RegisteredStrategies(
      new StrategyRegistry({ cacheFolder: join(home, 'cache', 'strategies'), ...defined({ strategies }) }),
      new KeptCode({ home, strategies }),
    ),
    researchData: new StoredResearchData(
      new HistoryStore(join(home, 'data'), `plimsoll ${VERSION}`),
      new DataFileStore(dataSource),
      strategies,
    ),
    marketWatch: new SimulatedMarket(simulatorUrl, simulatorToken, label),
  };
}
