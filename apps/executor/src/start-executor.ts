import { hostname } from 'node:os';
import { defined } from '@libs/kernel';
import { InstrumentLimits } from '@libs/engine';
import { openMessaging } from '@libs/messaging';
import { AccountReads, HealthBoard, PgLease, PgListener, UntakenHalt, createDataSource, requireCurrentSchema } from '@libs/persistence';
import { repeat, systemTimers } from '@libs/platform';
import type { ExecutorEnvironment, Logger, ProcessContext, RunningComponent } from '@libs/platform';
import { loadExchange } from '@libs/plugin-host';
import { AccountLatch } from './account-latch';
import { assemble } from './assembly';
import type { Database } from './assembly';
import { loadLimits } from './load-limits';

const SWEEP_MS = 1_000;
const BEAT_MS = 5_000;
/** What the private stream left out is found after two of these. */
const PROOF_MS = 4_000;
const MEASURE_MS = 60_000;
const FIRST_PICTURE_MS = 10_000;

type Parts = ReturnType<typeof assemble> & {
  readonly latch: AccountLatch;
  readonly limits: InstrumentLimits;
  readonly logger: Logger;
  readonly env: ExecutorEnvironment;
};

/** Brings one executor up: take the lease, take over what was on its way, hear wake-ups and the venue; resolves once it serves. */
export async function startExecutor(env: ExecutorEnvironment, { logger, fail }: ProcessContext): Promise<RunningComponent> {
  const database = await createDataSource(env.databaseUrl, 3, { name: 'executor' });
  await requireCurrentSchema(database);
  const accounts = new AccountReads(database);
  const account = await accounts.byId(env.accountId);
  if (!account) throw new Error(`There is no account ${env.accountId}; an executor is started for an account in the database.`);
  const plugin = await loadExchange(account.venue);
  const latch = new AccountLatch(
    async () => (await accounts.byId(env.accountId))?.tradingState ?? null,
    (raised) => logger.info(raised ? 'latch raised' : 'latch lowered'),
  );
  await latch.refresh();
  const lease = await takeLease(env, database, logger, fail);
  const limits = new InstrumentLimits();
  const parts: Parts = { ...assemble({ env, database, plugin, lease, latch, limits, logger, fail }), latch, limits, logger, env };

  await parts.executor.takeOver();
  const hints = await hear(parts);
  await measure(parts).catch((error: unknown) => logger.warn('the venue clock could not be read', { error }));
  parts.entry.ready().catch((error: unknown) => logger.warn('no connection for orders yet', { error }));
  const limitsLoading = await firstPicture(parts);
  const board = new HealthBoard(database);
  const chores = await startChores(parts, board, new UntakenHalt(database, env));

  return {
    detail: { epoch: lease.epoch, ...defined({ waitingFor: parts.session.problem ?? undefined }) },
    stop: async () => {
      chores.cancel();
      limitsLoading.cancel();
      await hints.close();
      await parts.executor.stop();
      await parts.session.stop();
      parts.manager.close();
      await parts.settlement.idle();
      parts.entry.close();
      await lease.release();
      await board.remove('executor', env.accountId);
      await database.destroy();
    },
  };
}

async function takeLease(env: ExecutorEnvironment, database: Database, logger: Logger, fail: (error: unknown) => void): Promise<PgLease> {
  const lease = await PgLease.take(database, {
    venueAccountId: env.venueAccountId,
    holder: `executor ${process.pid} on ${hostname()}`,
    onLost: (reason) => fail(new Error(`The lease of venue account ${env.venueAccountId} is gone: ${reason}.`)),
  });
  logger.info('lease taken', { epoch: lease.epoch });
  return lease;
}

/** Wake-ups come as notifications and as jobs, whichever is first; the sweep finds what both lose. */
async function hear(parts: Parts): Promise<{ close(): Promise<void> }> {
  const { env, executor, logger, session } = parts;
  const listener = new PgListener({ url: env.databaseUrl, name: 'executor' });
  listener.on('plimsoll_dispatch', (payload) => {
    const [venueAccountId, dispatchId] = payload.split(':');
    if (venueAccountId === env.venueAccountId && dispatchId) executor.wake(dispatchId);
  });
  const refresh = (accountId: string): void => void (accountId === env.accountId && refreshLatch(parts));
  listener.on('plimsoll_accounts', refresh);
  listener.on('plimsoll_latch', refresh);
  listener.on('plimsoll_reconcile', (accountId) => accountId === env.accountId && session.reconcileNow());
  listener.onGap(() => {
    refreshLatch(parts);
    sweep(parts);
  });
  await listener.start();
  const messaging = await openMessaging({
    name: 'executor',
    databaseUrl: env.databaseUrl,
    redisUrl: env.redisUrl,
    onTrouble: (error) => logger.warn('the queue failed', { error }),
  });
  for (const warning of messaging.warnings) logger.warn(warning);
  await messaging.orders.onWake(env.venueAccountId, async (dispatchId) => executor.wake(dispatchId));
  return { close: async () => void (await Promise.all([listener.close(), messaging.close()])) };
}

/** Starts the private stream and waits a while for the first reconciliation; without it the process serves cancels only. */
async function firstPicture(parts: Parts): Promise<{ cancel(): void }> {
  const { executor, session, limits } = parts;
  return new Promise((resolve) => {
    const open = (): void => {
      // The stream may have gone while the limits were loaded; then it settles again.
      if (!limits.areKnown || session.problem !== null) return;
      executor.allowSubmits(true);
      sweep(parts);
      enough.cancel();
      resolve(limitsLoading);
    };
    session.onSettled((isReconciled) => (isReconciled ? open() : executor.allowSubmits(false)));
    const limitsLoading = loadLimits({ ...parts, timers: systemTimers }, open);
    const enough = systemTimers.after(FIRST_PICTURE_MS, () => resolve(limitsLoading));
    session.start(parts.privateTopics);
  });
}

async function startChores(parts: Parts, board: HealthBoard, halt: UntakenHalt): Promise<{ cancel(): void }> {
  const { executor, latch, logger } = parts;
  const beat = (): Promise<void> => board.beat({ component: 'executor', accountId: parts.env.accountId, ...health(parts) });
  await beat();
  const failed = (what: string) => (error: unknown) => logger.warn(`${what} failed`, { error });
  const chores = [
    repeat(systemTimers, SWEEP_MS, async () => carryOutHalt(halt, logger), failed('carrying out a halt')),
    repeat(systemTimers, SWEEP_MS, async () => void (await Promise.all([executor.sweep(), latch.refresh()])), failed('the sweep')),
    repeat(systemTimers, BEAT_MS, beat, failed('the health beat')),
    repeat(systemTimers, PROOF_MS, () => lookForMissedNews(parts), failed('asking how our open orders stand')),
    repeat(systemTimers, MEASURE_MS, () => measure(parts), failed('reading the venue clock')),
    repeat(systemTimers, MEASURE_MS, async () => parts.limits.replace(await parts.market.instruments()), failed('reading the instruments')),
  ];
  return { cancel: () => chores.forEach((chore) => chore.cancel()) };
}

/** What it writes the next sweep finds. */
async function carryOutHalt(halt: UntakenHalt, logger: Logger): Promise<void> {
  const cancelled = await halt.carryOut();
  if (cancelled.length > 0) logger.warn('halted without the trader', { cancelled });
}

function health({ session, executor }: Parts): { readonly status: 'ok' | 'degraded'; readonly reason?: string } {
  const doubts = executor.inDoubt.length;
  const problem = session.problem ?? (doubts > 0 ? `${doubts} ${doubts === 1 ? 'command is' : 'commands are'} in doubt` : null);
  return problem === null ? { status: 'ok' } : { status: 'degraded', reason: problem };
}

async function lookForMissedNews({ news, session }: Parts): Promise<void> {
  // Without the stream nothing is expected of it.
  if (session.problem !== null) return;
  const missed = await news.find();
  if (missed.length > 0 && session.problem === null) session.missed(missed);
}

async function measure({ venueClock, market }: Parts): Promise<void> {
  await venueClock.measure(market);
}

function refreshLatch({ latch, logger }: Parts): void {
  latch.refresh().catch((error: unknown) => logger.warn('the trading state could not be read', { error }));
}

function sweep({ executor, logger }: Parts): void {
  executor.sweep().catch((error: unknown) => logger.warn('the sweep failed', { error }));
}
