import { OrderExecutor, ReportIntake, Settlement, TradingCore, VenueTime } from '@libs/engine';
import type { AccountTerms, CoreEvent, DeploymentTerms, Effect, OperatorCommand } from '@libs/engine';
import type { StrategyCommand } from '@libs/sdk';
import { ManualClock, SimulatedVenue, buildInstrument } from '@libs/testkit';
import { CoreLoop } from '../../apps/trader/src/core-loop';
import type { Step } from '../../apps/trader/src/core-loop';
import { instrumentInput } from '../../apps/trader/src/market';
import { OpenInbox } from './open-inbox';

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const BALANCE = '100000';
/** How late a timer may be while the market is silent, as in the trader. */
const LOOK_MS = 100;
const INSTRUMENT = buildInstrument();
const { symbol } = INSTRUMENT;

const ACCOUNT: AccountTerms = {
  accountId: '00000000-0000-4000-8000-0000000000aa',
  name: 'paper',
  mode: 'paper',
  venue: 'bybit',
  settleAsset: 'USDT',
  maxPositionSize: '1',
  startingBalances: { USDT: BALANCE },
};

/** Follows the best prices and does at the next one what it is told to. */
const STRATEGY: DeploymentTerms = {
  deploymentId: DEPLOYMENT,
  strategy: 'told',
  strategyVersion: '1.0.0',
  params: {},
  watches: [],
  streams: [{ symbol, ticks: true }],
  warmUpBars: 0,
};

/** A trader's core and loop, an executor, and the simulator's matching engine, in one process and a time of their own. */
export class TradingRoom {
  readonly core = TradingCore.create();
  readonly venue: SimulatedVenue;
  readonly events: CoreEvent[] = [];
  readonly failures: unknown[] = [];
  private readonly clock = new ManualClock();
  private readonly store: OpenInbox;
  private readonly executor: OrderExecutor;
  private readonly loop: CoreLoop;
  private told: readonly StrategyCommand[] = [];
  private isHalted = false;
  private inboxSeq = 0;
  /** A quote like the last is no tick. */
  private ticks = 0;

  constructor() {
    const { clock } = this;
    const watch = { warn: () => undefined, fail: (error: unknown) => this.failures.push(error) };
    const venueTime = new VenueTime();
    this.loop = new CoreLoop({
      core: this.core,
      inputSeq: 0,
      marketTime: 0,
      wallClock: () => clock.wall(),
      onStep: (step) => this.follow(step),
    });
    this.store = new OpenInbox(({ report, at }) => this.loop.feed({ type: 'report', inboxSeq: this.nextInbox(), report }, at));
    this.venue = new SimulatedVenue({ clock, instrument: INSTRUMENT, balance: BALANCE, tell: (events) => intake.take(events) });
    const shared = { store: this.store, clock, watch, venueTime };
    this.executor = new OrderExecutor({
      ...shared,
      entry: this.venue,
      queries: this.venue,
      capabilities: this.venue.capabilities,
      lease: { epoch: 1, held: () => true },
      limits: { refusal: () => null },
      // As at the account's row: what is read anew is true, what was heard may be old.
      latch: { raised: () => this.isHalted, refresh: async () => void (this.isHalted = this.core.tradingState() === 'HALTED') },
    });
    const settlement = new Settlement(this.store, clock, watch);
    const intake = new ReportIntake({ ...shared, settlement }, (clientOrderId) => this.executor.noticed(clientOrderId));
    this.executor.allowSubmits(true);
  }

  /** The account is open and reconciled, its data trusted, its strategy runs. */
  async open(): Promise<this> {
    this.loop.feed({ type: 'session-started', sessionId: 's1', startedAtWall: 0 }, this.clock.wall());
    this.loop.feed(instrumentInput(INSTRUMENT));
    this.operate({ kind: 'open-account', terms: ACCOUNT, manualDeploymentId: '00000000-0000-4000-8000-00000000000f' });
    const report = { kind: 'reconciled', positions: [], balances: [], foreignOrders: [], executionIds: [] } as const;
    this.loop.feed({ type: 'report', inboxSeq: this.nextInbox(), report });
    this.loop.feed({ type: 'trust', symbol, level: 'TRUSTED', reasons: [] });
    this.operate({ kind: 'deploy', terms: STRATEGY });
    await this.price('99.9', '100.1');
    return this;
  }

  operate(command: OperatorCommand): void {
    const inboxSeq = this.nextInbox();
    this.loop.feed({ type: 'operator', inboxSeq, commandId: `c${inboxSeq}`, actor: 'ann', command });
  }

  /** Somebody sells so much at a price, and everything that follows happens. */
  async print(price: string, quantity: string): Promise<void> {
    this.venue.print(price, quantity);
    await this.pass(500);
  }

  /** The market moves, and everything that follows within half a second happens. */
  async price(bid: string, ask: string): Promise<void> {
    this.venue.price(bid, ask);
    this.loop.feed({ type: 'quote', symbol, bid, bidSize: '1', ask, askSize: String((this.ticks += 1)) }, this.clock.wall());
    await this.pass(500);
  }

  /** The strategy does this at a price like the last. */
  async trade(...commands: readonly StrategyCommand[]): Promise<void> {
    this.told = commands;
    await this.price('99.9', '100.1');
  }

  /** A hook of the strategy throws. */
  breaks(): void {
    this.loop.feed({ type: 'strategy-fault', deploymentId: DEPLOYMENT, hook: 'onTick', message: 'no idea' });
  }

  /** Somebody has seen to what broke. */
  dismiss(): void {
    this.operate({ kind: 'stop-deployment', deploymentId: DEPLOYMENT, reason: 'seen' });
  }

  /** Somebody closes all that the strategy holds. */
  close(): void {
    this.operate({ kind: 'close-position', deploymentId: DEPLOYMENT, symbol });
  }

  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += LOOK_MS) {
      await this.clock.pass(LOOK_MS);
      this.loop.pass(this.clock.wall());
    }
  }

  /** What is open in the core, in words. */
  get orders(): readonly string[] {
    return this.core.openOrders().map(({ side, quantity, filledQuantity, stop, price, status }) => {
      return `${side} ${quantity.minus(filledQuantity)} ${stop ? `stop ${stop}` : price} ${status}`;
    });
  }

  /** Core and venue hold the same and count the same money. */
  get difference(): readonly string[] {
    const held = this.core.positions().find(({ deploymentId }) => deploymentId === null)?.position.quantity ?? '0';
    const cash = this.core.ledger().wallet?.['USDT'] ?? '0';
    const pairs = [
      ['position', String(held), this.venue.held],
      ['USDT', String(cash), this.venue.balance],
    ] as const;
    return pairs.flatMap(([what, ours, theirs]) => (ours === theirs ? [] : [`${what}: ${ours} here, ${theirs} at the venue`]));
  }

  private follow({ input, result }: Step): void {
    this.events.push(...result.events);
    if (result.events.some((event) => event.type === 'TradingStateChanged' && event.to === 'HALTED')) this.isHalted = true;
    for (const effect of result.effects) this.carryOut(effect, input.inputSeq);
  }

  private carryOut(effect: Effect, inputSeq: number): void {
    const notAfter = this.clock.wall() + 5_000;
    if (effect.type === 'submit') this.executor.wake(this.store.add('submit', effect.ticket, notAfter));
    if (effect.type === 'amend') this.executor.wake(this.store.add('amend', effect.ticket, notAfter, inputSeq));
    if (effect.type === 'cancel') {
      const { ticket } = this.store.rows.get(`d${effect.clientOrderId}s`)!;
      this.executor.wake(this.store.add('cancel', ticket, null, inputSeq));
    }
    if (effect.type !== 'deliver') return;
    const { deploymentId, inputSeq: upTo, event } = effect.delivery;
    const commands = event.type === 'tick' ? this.told : [];
    if (event.type === 'tick') this.told = [];
    this.loop.feed({ type: 'answer', answer: { deploymentId, upTo, commands, logs: [], stateHash: 'h' } });
  }

  private nextInbox(): number {
    return (this.inboxSeq += 1);
  }
}
