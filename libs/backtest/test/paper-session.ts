import type { Instrument } from '@libs/kernel';
import { TRUSTED } from '@libs/kernel';
import { TradingCore } from '@libs/engine';
import type { BarText, Effect, InputBody, OperatorCommand, VenueReport } from '@libs/engine';
import { StrategyFault, StrategyRuntime } from '@libs/sdk';
import type { Delivery, Strategy } from '@libs/sdk';
import { EventQueue } from '@libs/simulation';
import { withOwn } from './own-orders';
import type { MarketInstrument } from '@libs/simulation';
import { NotedHost, SessionReader, closingPrices, compareRecording, liveHost, plannedOf, playPlanned, recordedMarkets } from '../src';
import type { BacktestMarket, DeploymentRecording, FillTerms, ParityReport } from '../src';
import { BarPlayer } from '../src/run/bar-player';
import { EventPlayer } from '../src/run/event-player';
import { VENUE_ACCOUNT, VenueFloor } from '../src/run/venue-floor';

const ACCOUNT = '00000000-0000-4000-8000-0000000000aa';
const BALANCE = '100000';
const MANUAL = '00000000-0000-4000-8000-00000000000f';

/** The deployment of a strategy by its place among those of the account, 0 for the first. */
const deploymentAt = (place: number): string => `00000000-0000-4000-8000-${String(place + 9).padStart(12, '0')}`;

/** What a trader is told, and when; market time in milliseconds. */
export type Word = readonly [at: number, body: InputBody];

export interface PaperTerms {
  readonly strategy: Strategy;
  /** What really happens; the words tell of it. */
  readonly market: BacktestMarket;
  readonly fills: FillTerms;
  readonly startsAt: number;
  readonly history?: (interval: string, count: number, at: number) => readonly BarText[];
  /** Its market shows what the session has resting there, as real ones do; default false. */
  readonly showsOwn?: boolean;
  /** Of the account at its beginning, USDT; default 100,000. */
  readonly balance?: string;
  /** Of the account; default 1, all of its equity. */
  readonly maxPositionSize?: string;
  /** Milliseconds that the strategy takes to answer; default 0. */
  readonly thinks?: number;
}

/** A trader in one process: core, strategy and a venue at a distance, and a reader of what is recorded. */
export class PaperSession {
  private readonly core = TradingCore.create();
  private readonly reader = new SessionReader();
  private readonly floor: VenueFloor;
  private readonly later = new EventQueue<(at: number) => void>();
  private readonly seats: { readonly strategy: Strategy; readonly runtime: StrategyRuntime }[] = [];
  private readonly params: Readonly<Record<string, unknown>>;
  /** What the venue says while nobody is there to hear it. */
  private missed: VenueReport[] | null = null;
  private upAt = -Infinity;
  private inputSeq = 0;
  private inboxSeq = 0;

  constructor(private readonly terms: PaperTerms) {
    const { fills, market, strategy, startsAt, balance = BALANCE } = terms;
    this.params = { symbol: market.market.symbol };
    this.floor = new VenueFloor({ balances: { USDT: balance }, fills }, (report, at) => this.report(report, at));
    const shared = { venue: this.floor.venue, account: VENUE_ACCOUNT, instrument: market.market, terms: fills };
    const { events, tape } = market;
    this.floor.add(events ? new EventPlayer({ ...shared, events }) : new BarPlayer({ ...shared, tape }));
    while (Number.isFinite(this.floor.nextAt(startsAt))) this.floor.step(startsAt);
    this.open(startsAt);
    this.deploy(strategy, startsAt);
  }

  /** One more strategy on the same account. */
  deploy(strategy: Strategy, at: number): this {
    const deploymentId = deploymentAt(this.seats.length);
    this.seats.push({ strategy, runtime: new StrategyRuntime({ strategy, deploymentId, params: this.params }) });
    const { name, version, plan } = plannedOf(strategy, this.params);
    return this.operate(at, { kind: 'deploy', terms: { deploymentId, strategy: name, strategyVersion: version, ...plan } });
  }

  /** Stops a strategy by its place. */
  stop(place: number, at: number): this {
    return this.operate(at, { kind: 'stop-deployment', deploymentId: deploymentAt(place), reason: 'enough' });
  }

  /** Somebody closes what a strategy holds. */
  close(place: number, at: number): this {
    const { symbol } = this.terms.market.market;
    return this.operate(at, { kind: 'close-position', deploymentId: deploymentAt(place), symbol });
  }

  /** Somebody outside has a word for the first strategy. */
  signal(at: number, name: string, value: unknown): this {
    this.goOn(at);
    this.step({ type: 'signal', deploymentId: deploymentAt(0), name, value, source: 'model', expiresAt: at + 60_000 }, at);
    return this;
  }

  operate(at: number, command: OperatorCommand): this {
    this.goOn(at);
    const inboxSeq = (this.inboxSeq += 1);
    this.step({ type: 'operator', inboxSeq, commandId: `c${inboxSeq}`, actor: 'ann', command }, at);
    return this;
  }

  /** Hears the words, oldest first; before each of them happens what is under way. */
  hear(words: readonly Word[]): this {
    for (const [at, body] of words) {
      this.goOn(at);
      const own = this.terms.showsOwn ? [...this.floor.venue.account(VENUE_ACCOUNT).orders.open.values()] : [];
      this.step(own.length > 0 ? withOwn(body, own) : body, at);
    }
    return this;
  }

  /** The platform stops after the last word and is up again at that time; its market goes on meanwhile. */
  restart(at: number): this {
    const missed: VenueReport[] = [];
    this.missed = missed;
    while (Number.isFinite(this.floor.nextAt(at))) this.floor.step(at);
    this.missed = null;
    this.upAt = at;
    this.step({ type: 'session-started', sessionId: 'again', startedAtWall: 0 }, at);
    this.step({ type: 'instrument', instrument: texted(this.terms.market.market) }, at);
    this.report({ kind: 'reconciled', positions: [], balances: [], foreignOrders: [], executionIds: [] }, at);
    for (const report of missed) this.report(report, at);
    return this;
  }

  get recording(): DeploymentRecording {
    return this.recordingOf(0);
  }

  recordingOf(place: number): DeploymentRecording {
    return this.reader.recordingOf(deploymentAt(place))!;
  }

  /** The strategy of that place held against a plain backtest of the same time. */
  compared(fills: FillTerms, place = 0): { readonly report: ParityReport; readonly notes: readonly string[] } {
    const { params } = this;
    const recording = this.recordingOf(place);
    const { strategy } = this.seats[place]!;
    const { markets, startsAt, notes } = recordedMarkets(recording);
    const host = new NotedHost(liveHost(strategy, params));
    const played = playPlanned(
      plannedOf(strategy, params),
      {
        settleAsset: 'USDT',
        balances: { USDT: recording.startingEquity },
        maxPositionSize: recording.maxPositionSize,
        fills,
        ...(startsAt === null ? {} : { startsAt }),
        ...(recording.signals.length === 0 ? {} : { signals: recording.signals }),
        markets: markets.map(({ text: _text, ...market }) => ({ market: this.terms.market.market, ...market })),
      },
      host,
    );
    if (played.fault && recording.fault === null) throw new Error(played.fault.message);
    const backtest = { orders: host.orders(played), closes: closingPrices(recording, markets) };
    return { report: compareRecording({ recording, fills, backtest, stored: null }), notes };
  }

  private open(at: number): void {
    const { market, balance = BALANCE, maxPositionSize = '1' } = this.terms;
    this.operate(at, {
      kind: 'open-account',
      manualDeploymentId: MANUAL,
      terms: {
        accountId: ACCOUNT,
        name: 'paper',
        mode: 'paper',
        venue: 'bybit',
        settleAsset: 'USDT',
        maxPositionSize,
        startingBalances: { USDT: balance },
      },
    });
    this.step({ type: 'session-started', sessionId: 'paper', startedAtWall: 0 }, at);
    this.step({ type: 'instrument', instrument: texted(market.market) }, at);
    this.step({ type: 'trust', symbol: market.market.symbol, ...TRUSTED }, at);
    this.report({ kind: 'reconciled', positions: [], balances: [], foreignOrders: [], executionIds: [] }, at);
  }

  private goOn(until: number): void {
    for (;;) {
      const due = this.core.nextTimer();
      const [floor, later] = [this.floor.nextAt(until), this.later.nextAt ?? Infinity];
      if (due && due.at <= Math.min(until, floor, later)) {
        this.step({ type: 'timer', ...due }, Math.max(due.at, this.upAt));
        continue;
      }
      if (Math.min(floor, later) >= until) return;
      if (later <= floor) this.later.take()!.event(later);
      else this.floor.step(until);
    }
  }

  private step(body: InputBody, marketTime: number): void {
    this.inputSeq += 1;
    const input = { inputSeq: this.inputSeq, marketTime, body };
    const result = this.core.step(input);
    this.reader.take(input, result, this.core);
    for (const effect of result.effects) this.carryOut(effect, marketTime);
  }

  private carryOut(effect: Effect, at: number): void {
    const { market, history, thinks = 0 } = this.terms;
    const { symbol } = market.market;
    if (effect.type === 'deliver' && thinks === 0) this.answer(effect.delivery, at);
    if (effect.type === 'deliver' && thinks > 0) this.later.add(at + thinks, (now) => this.answer(effect.delivery, now));
    if (effect.type === 'submit') this.floor.send(symbol, { kind: 'submit', ticket: effect.ticket }, at);
    if (effect.type === 'cancel') this.floor.send(symbol, { kind: 'cancel', clientOrderId: effect.clientOrderId }, at);
    if (effect.type !== 'request-history') return;
    const { deploymentId, interval, bars } = effect;
    this.step({ type: 'history', deploymentId, symbol, interval, bars: history!(interval, bars, at) }, at);
  }

  private answer(delivery: Delivery, at: number): void {
    const { deploymentId } = delivery;
    const { runtime } = this.seats.find((_seat, place) => deploymentAt(place) === deploymentId)!;
    try {
      this.step({ type: 'answer', answer: runtime.deliver(delivery) }, at);
    } catch (error) {
      if (!(error instanceof StrategyFault)) throw error;
      this.step({ type: 'strategy-fault', deploymentId, hook: error.hook, message: error.message }, at);
    }
  }

  report(report: VenueReport, at: number): void {
    if (this.missed) return void this.missed.push(report);
    this.step({ type: 'report', inboxSeq: (this.inboxSeq += 1), report }, at);
  }
}

function texted({
  maxLeverage: _leverage,
  maxMarketQuantity: _most,
  ...rest
}: MarketInstrument): Extract<InputBody, { type: 'instrument' }>['instrument'] {
  const { tickSize, lotSize, minQuantity, maxQuantity, minNotional, maxPrice: _price, ...names }: Instrument = rest;
  return {
    ...names,
    tickSize: tickSize.toString(),
    lotSize: lotSize.toString(),
    minQuantity: minQuantity.toString(),
    maxQuantity: maxQuantity.toString(),
    minNotional: minNotional.toString(),
  };
}
