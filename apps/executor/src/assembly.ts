import { OrderExecutor, Reconciler, ReportIntake, Settlement, VenueTime } from '@libs/engine';
import type { ExecutionClock, ExecutionWatch, HardLimits, Latch, Lease } from '@libs/engine';
import { WebSocketManager } from '@libs/market-data';
import { PgDispatchStore } from '@libs/persistence';
import type { createDataSource } from '@libs/persistence';
import { monotonicClock, systemTimers, wallClock } from '@libs/platform';
import type { ExecutorEnvironment, Logger } from '@libs/platform';
import { urlsAt } from '@libs/sdk';
import type { ExchangeOptions, ExchangePlugin } from '@libs/sdk';
import { PrivateSession } from './private-session';
import { VenueClock } from './venue-clock';

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
  const venueClock = new VenueClock();
  const options = venueOptions(env, plugin, venueClock);
  const watch: ExecutionWatch = { warn: (message, fields) => logger.warn(message, fields), fail };
  const store = new PgDispatchStore(database, env);
  const venueTime = new VenueTime();
  const queries = plugin.accountQueries(options);
  const entry = plugin.orderEntry(options);
  const executor = new OrderExecutor({
    store,
    entry,
    queries,
    capabilities: plugin.capabilities,
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
  const session = new PrivateSession({ manager, codec: plugin.privateStream(options), intake, reconciler, timers: systemTimers, logger });
  return { venueClock, market: plugin.marketData(options), entry, executor, settlement, manager, session };
}

function venueOptions(env: ExecutorEnvironment, plugin: ExchangePlugin, clock: VenueClock): ExchangeOptions {
  const requestWindow = plugin.capabilities.requestWindow ?? 5_000;
  return { ...urlsAt(env.venueUrl), apiKey: env.venueKey, apiSecret: env.venueSecret, requestWindow, now: () => clock.now() };
}
