import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventLogHash, TradingCore } from '@libs/engine';
import type { OperatorCommand, VenueReport } from '@libs/engine';
import { openSource, startSimulator } from '@libs/exchange-simulator';
import type { Simulator } from '@libs/exchange-simulator';
import { SegmentReader, SnapshotStore, sessionFolder } from '@libs/persistence';
import { codeVersion, createLogger } from '@libs/platform';
import { StrategyRegistry, StrategySandbox, loadExchange } from '@libs/plugin-host';
import { StrategyCheck, replaySession } from '@libs/research';
import type { OrderTicket, StrategyEvent } from '@libs/sdk';
import { withStrategies } from '@libs/testkit';
import { AccountTopics } from '../../apps/trader/src/account-topics';
import type { Step } from '../../apps/trader/src/core-loop';
import { LiveAccount } from '../../apps/trader/src/live-account';
import { Market, instrumentInput } from '../../apps/trader/src/market';
import { Session } from '../../apps/trader/src/session';
import { StrategySeats } from '../../apps/trader/src/strategy-seats';

/** Market seconds in a second of the wall. */
const SPEED = 20;
const SYMBOL = 'BTC/USDT:USDT';
const ACCOUNT = '00000000-0000-4000-8000-0000000000aa';
const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const ENOUGH = { tick: 30, trades: 20, book: 10, timer: 5, bar: 1, order: 5, fill: 1, position: 1, signal: 1 } as const;

/**
 * Quotes below the best bid on each book, crosses the spread once, whether its first book comes before its first tick or after it, and
 * looks at the clock every five seconds.
 */
const EARS = `
  watches: ({ symbol }) => [{ symbol, interval: '1m' }, { symbol, ticks: true }, { symbol, trades: true }, { symbol, book: 5 }],
  state: () => ({ heard: 0, flow: 0 }),
  onStart: (ctx) => ctx.timer('look', ctx.marketTime + 5_000),
  onBar: (ctx) => void (ctx.state.heard += 1),
  onTick: (ctx, { symbol }) => {
    ctx.state.heard += 1;
    const isCrossing = ctx.openOrders.some(({ price }) => price === undefined);
    if (ctx.trust(symbol).level === 'TRUSTED' && ctx.position(symbol).side === 'FLAT' && !isCrossing) ctx.buy(symbol, '0.001');
  },
  onTrade: (ctx, { side, quantity }) => void (ctx.state.flow += side === 'BUY' ? quantity : -quantity),
  onOrderBook: (ctx, { symbol, bids: [bid] }) => {
    if (ctx.trust(symbol).level === 'TRUSTED' && bid) ctx.buy(symbol, '0.001', { price: ctx.roundedPrice(symbol, bid[0] * 0.9), postOnly: true });
    for (const { clientOrderId, price } of ctx.openOrders) if (price !== undefined) ctx.cancel(clientOrderId);
  },
  onOrder: (ctx) => void (ctx.state.heard += 1),
  onFill: (ctx) => void (ctx.state.heard += 1),
  onPosition: (ctx) => void (ctx.state.heard += 1),
  onSignal: (ctx, { value }) => ctx.log.info(String(value)),
  onTimer: (ctx, { at }) => ctx.timer('look', at + 5_000),
`;

describe('a strategy that follows more than bars, on a simulated exchange over real sockets', () => {
  const strategies = withStrategies({ ears: EARS });
  let heard: readonly Heard[];
  let quotes: readonly string[];
  let folder: string;
  let simulator: Simulator;
  let session: Session;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'market-hooks-'));
    const source = await openSource({ kind: 'generated', seed: 5, speed: SPEED });
    simulator = await startSimulator({ source, folder, port: 0, token: 'hooks', logger: QUIET, failed: raise });
    ({ session, heard, quotes } = await live(folder, simulator, strategies.folder));
  }, 120_000);

  afterAll(async () => {
    await simulator.stop();
    strategies.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('hears quotes that came, in their order and each once, and never a crossed one', () => {
    const ticks = eventsOf(heard, 'tick');
    expect(ticks.length).toBeGreaterThanOrEqual(ENOUGH.tick);
    for (const { bid, ask, bidSize, askSize } of ticks) expect(bid > 0 && bid < ask && bidSize > 0 && askSize > 0).toBe(true);
    const changes = quotes.filter((quote, index) => quote !== quotes[index - 1]);
    let last = -1;
    for (const tick of ticks) {
      last = changes.indexOf(pricesOf(tick), last + 1);
      expect(last).toBeGreaterThanOrEqual(0);
    }
  });

  it('hears each print once, oldest first', () => {
    const trades = eventsOf(heard, 'trades').flatMap((event) => event.trades);
    expect(new Set(trades.map(({ id }) => id)).size).toBe(trades.length);
    expect(trades.map(({ at }) => at)).toEqual(trades.map(({ at }) => at).toSorted((one, other) => one - other));
  });

  it('hears the five best levels of both sides, best first', () => {
    for (const { bids, asks } of eventsOf(heard, 'book')) {
      expect([bids.length, asks.length]).toEqual([5, 5]);
      expect(bids).toEqual(bids.toSorted(([one], [other]) => other - one));
      expect(asks).toEqual(asks.toSorted(([one], [other]) => one - other));
      expect(bids[0]![0]).toBeLessThan(asks[0]![0]);
    }
  });

  it('hears its timer five seconds of market time after the last one, or at once when it answered that one later', () => {
    const rung = heard.flatMap(({ event, answeredAt }) => (event.type === 'timer' ? [{ at: event.at, answeredAt: answeredAt! }] : []));
    expect(rung.length).toBeGreaterThanOrEqual(ENOUGH.timer);
    const next = rung.map(({ at, answeredAt }) => Math.max(at + 5_000, answeredAt + 1));
    expect(rung.slice(1).map(({ at }) => at)).toEqual(next.slice(0, -1));
  });

  it('hears of its position once its order has traded', () => {
    const own = heard.map(({ event }) => event.type).filter((type) => type === 'fill' || type === 'position');
    expect(own.slice(0, 2)).toEqual(['fill', 'position']);
    expect(eventsOf(heard, 'signal')).toEqual([expect.objectContaining({ name: 'score', value: 'up', source: 'ann' })]);
  });

  it('leaves a recording that is replayed to the byte, its strategy too', async () => {
    const sandbox = new StrategySandbox({
      strategies: strategies.folder,
      onAnswer: (answer) => check.answered(answer),
      onFault: (fault) => check.faulted(fault),
    });
    const check: StrategyCheck = new StrategyCheck(sandbox);
    const start = await new SnapshotStore({ home: folder, accountId: ACCOUNT }).startOf(session.id);
    const records = new SegmentReader(sessionFolder(folder, ACCOUNT, session.id)).records(start?.inputSeq ?? 0);
    const report = await replaySession({ start, records, journal: null, strategies: check, onProgress: () => undefined });
    await sandbox.close();
    expect(report.difference).toBeNull();
    expect(report.answers).toBe(heard.length);
  }, 60_000);
});

const QUIET = createLogger({ component: 'test', write: () => undefined });

function raise(error: unknown): never {
  throw error;
}

/** An event, and the market time at which the strategy's answer to it was taken. */
interface Heard {
  readonly event: StrategyEvent;
  answeredAt?: number;
}

interface Recorded {
  readonly session: Session;
  readonly heard: readonly Heard[];
  /** Prices of every quote that came. */
  readonly quotes: readonly string[];
}

function pricesOf({ bid, bidSize, ask, askSize }: Record<'bid' | 'bidSize' | 'ask' | 'askSize', string | number>): string {
  return [bid, bidSize, ask, askSize].map(Number).join();
}

function eventsOf<Type extends StrategyEvent['type']>(heard: readonly Heard[], type: Type) {
  return heard.map(({ event }) => event).filter((event): event is Extract<StrategyEvent, { type: Type }> => event.type === type);
}

/** A trader's own parts at work until the strategy has heard enough; what it heard, and the recording of it. */
async function live(home: string, { port }: Simulator, folder: string): Promise<Recorded> {
  const heard: Heard[] = [];
  const quotes: string[] = [];
  const core = TradingCore.create();
  const enough = Promise.withResolvers<void>();
  const sandbox = new StrategySandbox({
    strategies: folder,
    onAnswer: (answer) => account.feed({ type: 'answer', answer }),
    onFault: ({ hook, message }) => enough.reject(new Error(`${hook}: ${message}`)),
    onRestart: (message) => enough.reject(new Error(message)),
  });
  const seats = new StrategySeats(sandbox);
  const store = { start: () => Promise.resolve(), end: () => Promise.resolve(), addSegment: () => Promise.resolve() };
  const snapshots = new SnapshotStore({ home, accountId: ACCOUNT });
  const session = await Session.begin(
    {
      home,
      accountId: ACCOUNT,
      core,
      hash: new EventLogHash(),
      store,
      snapshots,
      logger: QUIET,
      flush: () => Promise.resolve(),
      writtenBy: codeVersion(),
    },
    {},
  );
  const market = new Market({
    exchange: await loadExchange('bybit'),
    venueUrl: `http://127.0.0.1:${port}`,
    reconnectDelaySeconds: 1,
    logger: QUIET,
  });
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
      const { body, marketTime } = step.input;
      if (body.type === 'quote') quotes.push(pricesOf(body));
      if (body.type === 'answer') heard.at(-1)!.answeredAt = marketTime;
      for (const effect of step.result.effects) if (effect.type === 'deliver') heard.push({ event: effect.delivery.event });
      if (isEnough(heard)) enough.resolve();
    },
    trust: { tell: () => undefined },
    sandboxHealth: { set: () => undefined },
    watch: (wanted) => market.watch(wanted),
    requestHistory: (request) => void market.history.fetch(request).then((body) => account.feed(body)),
  });
  const desk = new Desk(account);
  const { instruments, marketTime } = await market.load(new AbortController().signal);
  market.open(account, topics);
  account.feed({ type: 'session-started', sessionId: session.id, startedAtWall: Date.now() }, marketTime);
  for (const instrument of instruments) account.feed(instrumentInput(instrument));
  await desk.open(folder);
  seats.goLive();
  await enough.promise;
  market.close();
  // Nothing may come any more: what arrives while a recording ends is in it or not, as chance will have it.
  desk.close();
  await new Promise<void>((resolve) => account.whenQuiet(resolve));
  await session.end();
  await sandbox.close();
  return { session, heard, quotes };
}

/** The operator, and a venue that takes every order and fills those of the market at once. */
class Desk {
  private inboxSeq = 0;
  private isClosed = false;

  constructor(private readonly account: LiveAccount) {}

  close(): void {
    this.isClosed = true;
  }

  async open(folder: string): Promise<void> {
    const planned = await new StrategyRegistry({ strategies: folder }).plan('ears', { symbol: SYMBOL });
    if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
    this.operate({
      kind: 'open-account',
      manualDeploymentId: '00000000-0000-4000-8000-00000000000f',
      terms: {
        accountId: ACCOUNT,
        name: 'hooks',
        mode: 'paper',
        venue: 'bybit',
        settleAsset: 'USDT',
        maxPositionSize: '1',
        startingBalances: { USDT: '100000' },
      },
    });
    this.report({ kind: 'reconciled', positions: [], balances: [], foreignOrders: [], executionIds: [] });
    const terms = { deploymentId: DEPLOYMENT, strategy: 'ears', strategyVersion: '1.0.0', ...planned.plan };
    this.operate({ kind: 'deploy', terms });
  }

  carryOut({ result }: Step): void {
    for (const effect of result.effects) {
      if (effect.type === 'submit') setImmediate(() => this.take(effect.ticket));
      if (effect.type === 'cancel') setImmediate(() => this.order(effect.clientOrderId, 'CANCELED', '0'));
    }
  }

  private take({ clientOrderId, type, side, quantity, instrument }: OrderTicket): void {
    this.report({ kind: 'accepted', clientOrderId, venueOrderId: `v-${clientOrderId}` });
    if (type === 'LIMIT') return;
    const { venueSymbol, category } = instrument;
    this.report({
      kind: 'execution',
      executionId: `x-${clientOrderId}`,
      clientOrderId,
      venueSymbol,
      category,
      side,
      quantity,
      price: '60000',
      fee: '0',
      feeAsset: 'USDT',
      liquidity: 'TAKER',
    });
    this.order(clientOrderId, 'FILLED', quantity);
    const expiresAt = Number.MAX_SAFE_INTEGER;
    this.operate({ kind: 'send-signal', deploymentId: DEPLOYMENT, name: 'score', value: 'up', expiresAt });
  }

  private order(clientOrderId: string, status: 'CANCELED' | 'FILLED', filledQuantity: string): void {
    this.report({ kind: 'order', clientOrderId, venueOrderId: `v-${clientOrderId}`, status, filledQuantity });
  }

  private report(report: VenueReport): void {
    if (!this.isClosed) this.account.feed({ type: 'report', inboxSeq: (this.inboxSeq += 1), report });
  }

  private operate(command: OperatorCommand): void {
    if (this.isClosed) return;
    const inboxSeq = (this.inboxSeq += 1);
    this.account.feed({ type: 'operator', inboxSeq, commandId: `c${inboxSeq}`, actor: 'ann', command });
  }
}

function isEnough(heard: readonly Heard[]): boolean {
  return Object.entries(ENOUGH).every(([type, count]) => heard.filter(({ event }) => event.type === type).length >= count);
}
