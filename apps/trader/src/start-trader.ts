import { setTimeout as sleep } from 'node:timers/promises';
import { type Messaging, openMessaging } from '@libs/messaging';
import {
  AccountInbox,
  type Committed,
  CoreJournal,
  HealthBoard,
  JournalTaken,
  PgListener,
  RecoveryDiverged,
  SegmentDamaged,
  SessionStore,
  SnapshotStore,
  createDataSource,
  readAccountInputs,
  requireCurrentSchema,
  sealSessions,
} from '@libs/persistence';
import { type ProcessContext, type RunningComponent, StartRefused, type TraderEnvironment, codeVersion, wallClock } from '@libs/platform';
import { KeptCode, StrategySandbox, loadExchange } from '@libs/plugin-host';
import { readAccount } from './account-row';
import { AccountTopics } from './account-topics';
import { CommitLine } from './commit-line';
import { HealthReporter } from './health-reporter';
import { InboxIntake } from './inbox-intake';
import { LiveAccount } from './live-account';
import { Market, instrumentInput } from './market';
import { Outlet } from './outlet';
import { type Recovered, recover } from './recovery';
import { Session } from './session';
import { SnapshotRhythm } from './snapshot-rhythm';
import { StrategySeats } from './strategy-seats';
import { TrustTeller } from './trust-teller';
import { ValueBoard } from './value-board';

const SNAPSHOT_LOOK_MS = 1_000;
/** How long a stop waits for the answers that are owed, so that the next start has nothing to step again. */
const LAST_ANSWERS_MS = 1_000;
const INBOX_POLL_MS = 2_000;
const RECONCILE_ASK_MS = 3_000;
const FEEDS_TELL_MS = 2_000;
/** How late a timer may be while the market is silent. */
const TIMERS_LOOK_MS = 100;
const COMMIT_RETRIES = 5;
const FIRST_COMMIT_RETRY_MS = 100;

const now = (): number => wallClock.now();

type Context = Pick<ProcessContext, 'logger' | 'stopping' | 'fail'>;

/** What stands before the account is live, and what it is made of. */
interface Ground {
  readonly env: TraderEnvironment;
  readonly context: Context;
  readonly dataSource: Awaited<ReturnType<typeof createDataSource>>;
  readonly venueAccountId: string;
  readonly journal: CoreJournal;
  readonly sandbox: StrategySandbox;
  readonly seats: StrategySeats;
  readonly session: Session;
  readonly recovered: Recovered;
  readonly messaging: Messaging;
  readonly health: HealthReporter;
  readonly sandboxHealth: HealthReporter;
  readonly market: Market;
  readonly outlet: Outlet;
}

/** Brings one account up: recover, open a session, then take in market, inbox and strategies until it is told to stop. */
export async function startTrader(env: TraderEnvironment, context: Context): Promise<RunningComponent> {
  const ground = await prepare(env, context);
  const { health, sandboxHealth, market, session, seats, dataSource, recovered, sandbox, messaging } = ground;
  const { core } = recovered;
  const board = new ValueBoard(
    (topic, value) => messaging.fanout.publish(topic, value),
    (error) => context.logger.warn('account values could not be published', { error }),
  );
  const topics = new AccountTopics(env.accountId, core, board, (topic, payload) => void messaging.fanout.publish(topic, payload));
  const commits = commitLine(ground, topics);
  const account = liveAccount(ground, topics, commits);

  health.start();
  sandboxHealth.start();
  const { instruments, marketTime } = await market.load(context.stopping);
  market.open(account, topics);
  account.feed({ type: 'session-started', sessionId: session.id, startedAtWall: now() }, marketTime);
  for (const instrument of instruments) account.feed(instrumentInput(instrument));
  ground.outlet.open(account, seats.strayed);
  seats.goLive();
  const listener = await openInbox(ground, account);
  const chores = [
    ...startChores(ground, account, commits),
    setInterval(() => topics.feeds(market.quality()), FEEDS_TELL_MS),
    setInterval(() => account.pass(market.time()), TIMERS_LOOK_MS),
  ];

  return {
    detail: { session: session.id },
    stop: async () => {
      for (const chore of chores) clearInterval(chore);
      market.close();
      board.close();
      health.stop();
      sandboxHealth.stop();
      await listener.close();
      await commits.drained();
      await lastSnapshot(ground, account, commits);
      await session.end();
      await sandbox.close();
      await messaging.close();
      await dataSource.destroy();
    },
  };
}

/** A strategy that does not answer in time leaves more to step again at the next start. */
async function lastSnapshot({ session, seats }: Ground, account: LiveAccount, commits: CommitLine<Committed>): Promise<void> {
  let written: Promise<void> | undefined;
  const quiet = new Promise<void>((resolve) => {
    account.whenQuiet(() => {
      written = session.snapshot(seats.snapshot(), commits.drained());
      resolve();
    });
    account.holdBack();
  });
  await Promise.race([quiet, sleep(LAST_ANSWERS_MS)]);
  if (written === undefined) account.whenQuiet(() => undefined);
  await written;
}

async function prepare(env: TraderEnvironment, context: Context): Promise<Ground> {
  const { accountId, home, databaseUrl, redisUrl } = env;
  const { logger } = context;
  const dataSource = await createDataSource(databaseUrl, 2, { name: 'trader' });
  await requireCurrentSchema(dataSource);
  const { venueAccountId, venue } = await readAccount(dataSource, accountId);
  const journal = await CoreJournal.open(dataSource, { accountId, venueAccountId, now });
  const outlet = new Outlet();
  const board = new HealthBoard(dataSource);
  const untold = (error: unknown): void => logger.warn('health could not be published', { error });
  const health = new HealthReporter(board, 'trader', accountId, untold);
  const sandboxHealth = new HealthReporter(board, 'sandbox', accountId, untold);
  const sandbox = openSandbox(env, context, { outlet, health: sandboxHealth, isNews: (answer) => seats.isNews(answer) });
  const seats = new StrategySeats(sandbox);
  const snapshots = new SnapshotStore({ home, accountId });
  // Also takes the last word of a trader before it off the board.
  health.set('recovery', 'replaying recorded inputs');
  const recovered = await recover({
    snapshot: await snapshots.latest(),
    records: (after) => readAccountInputs(home, accountId, after),
    seats,
    commit: async (steps) => void (await journal.commit(steps)),
    onProgress: (inputs) => logger.info('recovering', { inputs }),
  }).catch((error: unknown) => standStill(error, { accountId, board }));
  health.set('recovery', null);
  logger.info('recovered', { inputs: recovered.inputs, ...recovered.core.progress() });
  const { core, hash } = recovered;
  const store = new SessionStore(dataSource);
  const session = await Session.begin(
    { home, accountId, core, hash, store, snapshots, logger, flush: () => journal.flush(), writtenBy: codeVersion() },
    await seats.snapshot(),
  );
  // Nobody waits for it: what a killed session left open reads as well as what is compressed.
  sealSessions({ home, accountId, running: session.id }, store).catch((error: unknown) =>
    logger.warn('old segments could not be sealed', { error }),
  );
  const messaging = await openMessaging({
    name: 'trader',
    databaseUrl,
    redisUrl,
    poolSize: 2,
    onTrouble: (error) => logger.warn('messaging', { error }),
  });
  for (const warning of messaging.warnings) logger.warn(warning);
  const market = new Market({
    exchange: await loadExchange(venue),
    venueUrl: env.venueUrl,
    reconnectDelaySeconds: env.reconnectDelaySeconds,
    logger,
  });
  return {
    env,
    context,
    dataSource,
    venueAccountId,
    journal,
    sandbox,
    seats,
    session,
    recovered,
    messaging,
    health,
    sandboxHealth,
    market,
    outlet,
  };
}

/** What the next start would find as it is ends this one for good, and stays to be read where people look how the account does. */
async function standStill(error: unknown, { accountId, board }: { accountId: string; board: HealthBoard }): Promise<never> {
  if (!(error instanceof RecoveryDiverged || error instanceof SegmentDamaged)) throw error;
  // Without a database the log and the terminal still tell.
  await board.beat({ component: 'trader', accountId, status: 'down', reason: error.message }).catch(() => undefined);
  throw new StartRefused(error.message, { cause: error });
}

interface SandboxEars {
  readonly outlet: Outlet;
  readonly health: HealthReporter;
  readonly isNews: StrategySeats['isNews'];
}

function openSandbox(
  { home, strategies }: TraderEnvironment,
  { logger }: Context,
  { outlet, health, isNews }: SandboxEars,
): StrategySandbox {
  return new StrategySandbox({
    kept: new KeptCode({ home, strategies }),
    onAnswer: (answer) => {
      health.set('process', null);
      if (isNews(answer)) outlet.feed({ type: 'answer', answer });
    },
    onFault: ({ deploymentId, hook, message }) => outlet.feed({ type: 'strategy-fault', deploymentId, hook, message }),
    onRestart: (message) => {
      health.set('process', `started again: ${message}`);
      logger.warn('the sandbox is being restarted', { message });
    },
  });
}

function commitLine(
  { env, context, journal, session, messaging, health, venueAccountId }: Ground,
  topics: AccountTopics,
): CommitLine<Committed> {
  return new CommitLine<Committed>({
    sync: () => session.sync(),
    commit: (steps, recorded) => journal.commit(steps, recorded),
    onCommitted: ({ dispatched, journalSeq }) => {
      health.set('database', null);
      topics.journal(journalSeq);
      topics.value();
      for (const dispatch of dispatched) void messaging.orders.wake(venueAccountId, dispatch);
    },
    onFailure: (error, failures) => {
      health.set('database', 'decisions cannot be stored');
      context.logger.error('a commit failed', { account: env.accountId, failures, error });
    },
    // An order older than a few seconds must not leave; a restart writes it off and goes on.
    retryAfter: (failures, error) =>
      failures > COMMIT_RETRIES || error instanceof JournalTaken ? null : FIRST_COMMIT_RETRY_MS * 2 ** failures,
    sleep: (ms) => sleep(ms),
  });
}

function liveAccount(
  { context, recovered, seats, session, market, health, sandboxHealth }: Ground,
  topics: AccountTopics,
  commits: CommitLine<Committed>,
): LiveAccount {
  const account: LiveAccount = new LiveAccount({
    core: recovered.core,
    seats,
    commits,
    record: (step) => session.record(step),
    topics,
    trust: new TrustTeller(health, context.logger),
    sandboxHealth,
    watch: (wanted) => market.watch(wanted),
    requestHistory: (request) => void market.history.fetch(request).then((body) => account.feed(body), context.fail),
    logger: context.logger,
    wallClock: now,
  });
  return account;
}

async function openInbox({ env, context, dataSource, recovered }: Ground, account: LiveAccount): Promise<PgListener> {
  const inbox = new AccountInbox(dataSource);
  const intake = new InboxIntake(
    {
      read: (after) => inbox.readAfter(env.accountId, after),
      feed: (body, marketTime) => account.feed(body, marketTime),
      onFailure: (error) => context.logger.warn('the inbox cannot be read', { error }),
      fail: context.fail,
    },
    recovered.core.progress().inboxSeq,
  );
  const listener = new PgListener({ url: env.databaseUrl, name: 'trader' });
  listener.on('plimsoll_inbox', (accountId) => {
    if (accountId === env.accountId) intake.wake();
  });
  listener.onGap(() => intake.wake());
  await listener.start();
  setInterval(() => intake.wake(), INBOX_POLL_MS).unref();
  return listener;
}

function startChores(
  { env, context, dataSource, recovered, session, seats, health }: Ground,
  account: LiveAccount,
  commits: CommitLine<Committed>,
): NodeJS.Timeout[] {
  const { logger } = context;
  const askForPicture = (): void => {
    const isReconciled = recovered.core.isReconciled();
    health.set('reconciliation', isReconciled ? null : 'waiting for the executor to compare with the venue');
    if (isReconciled) return;
    dataSource
      .query('SELECT pg_notify($1, $2)', ['plimsoll_reconcile', env.accountId])
      .catch((error: unknown) => logger.warn('the executor could not be notified', { error }));
  };
  const take = (): void => {
    session.snapshot(seats.snapshot(), commits.drained()).catch((error: unknown) => logger.error('no snapshot', { error }));
  };
  const rhythm = new SnapshotRhythm({ core: recovered.core, account, take }, performance.now());
  askForPicture();
  return [setInterval(askForPicture, RECONCILE_ASK_MS), setInterval(() => rhythm.look(performance.now()), SNAPSHOT_LOOK_MS)];
}
