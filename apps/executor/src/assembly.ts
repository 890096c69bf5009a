import { MissedNews, OrderExecutor, Reconciler, ReportIntake, Settlement, VenueTime } from '@libs/engine';
import type { ExecutionClock, ExecutionWatch, HardLimits, Latch, Lease } from '@libs/engine';
import { VenueClock, WebSocketManager } from '@libs/market-data';
import { PgDispatchStore } from '@libs/persistence';
import type { createDataSource } from '@libs/persistence';
import { monotonicClock, systemTimers, wallClock } from '@libs/platform';
import type { ExecutorEnvironment, Logger } from '@libs/platform';
import { tradingOf } from '@libs/plugin-host';
import { urlsAt } from '@libs/sdk';
import type { ExchangeOptions, ExchangePlugin, TradingPorts } from '@libs/sdk';
import { PrivateSession } from './private-session';

export type Database = Awaited<ReturnType<typeof createDataSource>>;

export interface AssemblyParts {
  readonly env: ExecutorEnvironment;
  readonly database: Database;
  readonly plugin: ExchangePlugin;
  readonly lease: Lease;
  readonly latch: Latch;
  readonly limits: HardLimits;
  readonly logger: Logger;
  readonly fail: (error: unknown) => void;
}

const CLOCK: ExecutionClock = {
  wall: () => wallClock.now(),
  monotonic: () => monotonicClock.now(),
  after: (delay, task) => systemTimers.after(delay, task),
};

/** The objects of one executor, wired; nothing runs yet. */
export function assemble({ env, database, plugin, lease, latch, limits, logger, fail }: AssemblyParts) {
  const venueClock = new VenueClock(wallClock, monotonicClock);
  const trading = tradingOf(plugin);
  const options = venueOptions(env, trading, venueClock);
  const watch: ExecutionWatch = { warn: (message, fields) => logger.warn(message, fields), fail };
  const store = new PgDispatchStore(database, env);
  const venueTime = new VenueTime();
  const queries = trading.accountQueries(options);
  const entry = trading.orderEntry(options);
  const executor = new OrderExecutor({
    store,
    entry,
    queries,
    capabilities: trading.capabilities,
    lease,
    latch,
    limits,
    clock: CLOCK,
    watch,
    venueTime,
  });
  const settlement = new Settlement(store, CLOCK, watch);
  const intake = new ReportIntake({ store, settlement, venueTime, watch }, (clientOrderId) => executor.noticed(clientOrderId));
  const reconciler = new Reconciler({ store, queries, intake, settlement, venueTime }, lease.epoch);
  const manager = new WebSocketManager({ reconnectDelaySeconds: env.reconnectDelaySeconds });
  const session = new PrivateSession({ manager, codec: trading.privateStream(options), intake, reconciler, timers: systemTimers, logger });
  return {
    venueClock,
    market: plugin.marketData(options),
    entry,
    executor,
    settlement,
    manager,
    session,
    news: new MissedNews({ store, queries, clock: CLOCK }),
    privateTopics: trading.privateTopics,
  };
}

function venueOptions(env: ExecutorEnvironment, { capabilities }: TradingPorts, clock: VenueClock): ExchangeOptions {
  const requestWindow = capabilities.requestWindow ?? 5_000;
  return { ...urlsAt(env.venueUrl), apiKey: env.venueKey, apiSecret: env.venueSecret, requestWindow, now: () => clock.now() };
}
