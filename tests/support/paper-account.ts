import { EventLogHash, OrderExecutor, ReportIntake, Reconciler, Settlement, TradingCore, VenueTime } from '@libs/engine';
import type { DeploymentTerms, ExecutionClock, InboxReport, OperatorCommand } from '@libs/engine';
import type { Simulator } from '@libs/exchange-simulator';
import { VenueClock, WebSocketManager } from '@libs/market-data';
import { SnapshotStore } from '@libs/persistence';
import { codeVersion, createLogger, monotonicClock, systemTimers, wallClock } from '@libs/platform';
import { KeptCode, StrategyRegistry, StrategySandbox, loadExchange, tradingOf } from '@libs/plugin-host';
import { urlsAt } from '@libs/sdk';
import type { ExchangeOptions, ExchangePlugin } from '@libs/sdk';
import { PrivateSession } from '../../apps/executor/src/private-session';
import { AccountTopics } from '../../apps/trader/src/account-topics';
import type { Step } from '../../apps/trader/src/core-loop';
import { LiveAccount } from '../../apps/trader/src/live-account';
import { Market, instrumentInput } from '../../apps/trader/src/market';
import { Session } from '../../apps/trader/src/session';
import { StrategySeats } from '../../apps/trader/src/strategy-seats';
import { OpenInbox } from './open-inbox';

export const ACCOUNT = '00000000-0000-4000-8000-0000000000aa';
export const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';

export interface PaperTerms {
  readonly home: string;
  readonly simulator: Simulator;
  /** Of the simulator's administration. */
  readonly token: string;
  /** Folder of built strategies. */
  readonly strategies: string;
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly balance: string;
  readonly fees: { readonly maker: string; readonly taker: string };
  /** Fraction of equity per symbol; default all of it. */
  readonly maxPositionSize?: string;
  /** More strategies on the same account; by their deployment ids. */
  readonly beside?: Readonly<Record<string, PaperStrategy>>;
  /** Looks at every step, and may act as an operator does; true ends the session. */
  readonly isOver: (step: Step, core: TradingCore, operator: PaperOperator) => boolean;
}

export interface PaperStrategy {
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Only the operator deploys it; default: it begins after the first one. */
  readonly isLater?: boolean;
  /** A fault of it ends it alone, and not the test. */
  readonly mayFail?: boolean;
}

export interface PaperOperator {
  deploy(deploymentId: string): void;
  operate(command: OperatorCommand): void;
  /** Kills the process of the strategies right after a snapshot, as a machine does that is short of memory. */
  killSandbox(): void;
}

const QUIET = createLogger({ component: 'test', write: () => undefined });
const CLOCK: ExecutionClock = {
  wall: () => wallClock.now(),
  monotonic: () => monotonicClock.now(),
  after: (delay, task) => systemTimers.after(delay, task),
};

/**
 * One paper account at work over real sockets, made of the parts of trader and executor; dispatch rows and inbox are in memory. Gives
 * the recorded session once it is over.
 */
export async function tradeOnPaper(terms: PaperTerms): Promise<Session> {
  const exchange = await loadExchange('bybit');
  const venueUrl = `http://127.0.0.1:${terms.simulator.port}`;
  const core = TradingCore.create();
  const over = Promise.withResolvers<void>();
  const fail = (error: unknown): void => over.reject(error);
  const sandbox = new StrategySandbox({
    kept: new KeptCode(terms),
    onAnswer: (answer) => account.feed({ type: 'answer', answer }),
    onFault: ({ deploymentId, hook, message }) =>
      terms.beside?.[deploymentId]?.mayFail
        ? account.feed({ type: 'strategy-fault', deploymentId, hook, message })
        : fail(new Error(`${hook}: ${message}`)),
    onRestart: (message) => void (wasKilled || fail(new Error(message))),
  });
  let wasKilled = false;
  const killSandbox = (): void => {
    wasKilled = true;
    sandbox.snapshot().then(() => void process.kill(sandbox.pid!, 'SIGKILL'), fail);
  };
  const seats = new StrategySeats(sandbox);
  const store = { start: () => Promise.resolve(), end: () => Promise.resolve(), addSegment: () => Promise.resolve() };
  const place = { home: terms.home, accountId: ACCOUNT };
  const session = await Session.begin(
    {
      ...place,
      core,
      hash: new EventLogHash(),
      store,
      snapshots: new SnapshotStore(place),
      logger: QUIET,
      flush: () => Promise.resolve(),
      writtenBy: codeVersion(),
    },
    {},
  );
  const market = new Market({ exchange, venueUrl, reconnectDelaySeconds: 1, logger: QUIET });
  const topics = new AccountTopics(ACCOUNT, core, { set: () => undefined }, () => undefined);
  const account: LiveAccount = new LiveAccount({
    core,
    seats,
    topics,
    logger: QUIET,
    wallClock: Date.now,
    commits: { push: (step) => desk.carryOut(step) },
    record: (step) => {
      session.record(step);
      if (terms.isOver(step, core, desk)) over.resolve();
    },
    trust: { tell: () => undefined },
    sandboxHealth: { set: () => undefined },
    watch: (wanted) => market.watch(wanted),
    requestHistory: (request) => void market.history.fetch(request).then((body) => account.feed(body), fail),
  });
  const desk = await ExecutionDesk.open(account, { exchange, venueUrl, terms, fail, killSandbox });
  const { instruments, marketTime } = await market.load(new AbortController().signal);
  market.open(account, topics);
  account.feed({ type: 'session-started', sessionId: session.id, startedAtWall: Date.now() }, marketTime);
  for (const instrument of instruments) account.feed(instrumentInput(instrument));
  try {
    await desk.begin();
    seats.goLive();
    await over.promise;
    market.close();
    await new Promise<void>((resolve) => account.whenQuiet(resolve));
    return session;
  } finally {
    market.close();
    // Its reports first, since a fill that came after the end of the recording would be seen and not be in it.
    await desk.close();
    await session.end();
    await sandbox.close();
  }
}

interface DeskParts {
  readonly exchange: ExchangePlugin;
  readonly venueUrl: string;
  readonly terms: PaperTerms;
  readonly fail: (error: unknown) => void;
  readonly killSandbox: () => void;
}

/** The operator, and an executor at the simulator. */
class ExecutionDesk implements PaperOperator {
  private inboxSeq = 0;
  private readonly plans = new Map<string, DeploymentTerms>();

  private constructor(
    private readonly account: LiveAccount,
    private readonly terms: PaperTerms,
    private readonly parts: ReturnType<typeof executorParts>,
    readonly killSandbox: () => void,
  ) {}

  static async open(account: LiveAccount, { exchange, venueUrl, terms, fail, killSandbox }: DeskParts): Promise<ExecutionDesk> {
    const key = await openVenueAccount(venueUrl, terms);
    const feed = ({ report, at }: InboxReport): void => account.feed({ type: 'report', inboxSeq: desk.nextInbox(), report }, at);
    const options = { ...urlsAt(venueUrl), ...key, requestWindow: 5_000, now: Date.now };
    const desk: ExecutionDesk = new ExecutionDesk(account, terms, executorParts(exchange, options, { feed, fail }), killSandbox);
    return desk;
  }

  async begin(): Promise<void> {
    const { terms, parts } = this;
    this.operate({
      kind: 'open-account',
      manualDeploymentId: '00000000-0000-4000-8000-00000000000f',
      terms: {
        accountId: ACCOUNT,
        name: 'paper',
        mode: 'paper',
        venue: 'bybit',
        settleAsset: 'USDT',
        maxPositionSize: terms.maxPositionSize ?? '1',
        startingBalances: { USDT: terms.balance },
      },
    });
    const isReady = Promise.withResolvers<void>();
    parts.session.onSettled((isReconciled) => {
      parts.executor.allowSubmits(isReconciled);
      if (isReconciled) isReady.resolve();
    });
    parts.session.start(parts.topics);
    await isReady.promise;
    const { strategy, params, beside = {} } = terms;
    const all = { [DEPLOYMENT]: { strategy, params }, ...beside };
    for (const [deploymentId, one] of Object.entries(all)) this.plans.set(deploymentId, await this.plan(deploymentId, one));
    for (const [deploymentId, { isLater = false }] of Object.entries<PaperStrategy>(all)) if (!isLater) this.deploy(deploymentId);
  }

  deploy(deploymentId: string): void {
    this.operate({ kind: 'deploy', terms: this.plans.get(deploymentId)! });
  }

  carryOut({ result }: Step): void {
    const { store, executor } = this.parts;
    for (const effect of result.effects) {
      if (effect.type === 'submit') executor.wake(store.add('submit', effect.ticket, Date.now() + 5_000));
      const submit = effect.type === 'cancel' ? store.rows.get(`d${effect.clientOrderId}s`) : undefined;
      if (submit) executor.wake(store.add('cancel', submit.ticket));
    }
  }

  nextInbox(): number {
    return (this.inboxSeq += 1);
  }

  async close(): Promise<void> {
    await this.parts.session.stop();
    await this.parts.executor.stop();
    this.parts.entry.close();
    this.parts.manager.close();
  }

  operate(command: OperatorCommand): void {
    const inboxSeq = this.nextInbox();
    this.account.feed({ type: 'operator', inboxSeq, commandId: `c${inboxSeq}`, actor: 'ann', command });
  }

  private async plan(deploymentId: string, { strategy, params }: PaperStrategy): Promise<DeploymentTerms> {
    const registry = new StrategyRegistry({ strategies: this.terms.strategies });
    const [found, planned] = [await registry.find(strategy), await registry.plan(strategy, params)];
    if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
    return { deploymentId, strategy, strategyVersion: found!.version, ...planned.plan };
  }
}

interface DeskEars {
  readonly feed: (report: InboxReport) => void;
  readonly fail: (error: unknown) => void;
}

function executorParts(exchange: ExchangePlugin, options: ExchangeOptions, { feed, fail }: DeskEars) {
  const trading = tradingOf(exchange);
  const clock = new VenueClock(wallClock, monotonicClock);
  const own = { ...options, now: () => clock.now() };
  const store = new OpenInbox(feed);
  const watch = { warn: () => undefined, fail };
  const venueTime = new VenueTime();
  const [queries, entry] = [trading.accountQueries(own), trading.orderEntry(own)];
  const lease = { epoch: 1, held: () => true };
  const executor = new OrderExecutor({
    store,
    entry,
    queries,
    capabilities: trading.capabilities,
    lease,
    clock: CLOCK,
    watch,
    venueTime,
    latch: { raised: () => false, refresh: () => Promise.resolve() },
    limits: { refusal: () => null },
  });
  const settlement = new Settlement(store, CLOCK, watch);
  const intake = new ReportIntake({ store, settlement, venueTime, watch }, (clientOrderId) => executor.noticed(clientOrderId));
  const reconciler = new Reconciler({ store, queries, intake, settlement, venueTime }, lease.epoch);
  const manager = new WebSocketManager({ reconnectDelaySeconds: 1 });
  const session = new PrivateSession({
    manager,
    codec: trading.privateStream(own),
    intake,
    reconciler,
    timers: systemTimers,
    logger: QUIET,
  });
  return { store, entry, executor, manager, session, topics: trading.privateTopics };
}

async function openVenueAccount(url: string, { token, balance, fees }: PaperTerms): Promise<{ apiKey: string; apiSecret: string }> {
  const answer = await fetch(`${url}/admin/accounts/paper`, {
    method: 'PUT',
    headers: { 'X-Plimsoll-Token': token },
    body: JSON.stringify({ balances: { USDT: balance }, fees }),
  });
  return (await answer.json()) as { apiKey: string; apiSecret: string };
}
