import { Decimal } from '@libs/kernel';
import type { Fill, LedgerBalances } from '@libs/kernel';
import type { AccountTerms, CoreEvent, Effect, VenueReport } from '@libs/engine';
import { StrategyFault, StrategyRuntime, planStrategy } from '@libs/sdk';
import type { Delivery, Outcome, Strategy, StrategyAnswer, StrategyPlan } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import { planFast } from '../fast/fast-plan';
import { hashOf, playFast } from '../fast/play-fast';
import { ResumedHost } from '../fast/resumed-host';
import type { Curve, RunFunding } from '../metrics/run-record';
import type { BarTape } from './bar-tape';
import { BarPlayer } from './bar-player';
import type { BacktestMarket, BacktestTerms } from './backtest-terms';
import { Desk } from './desk';
import { EquityCurve } from './equity-curve';
import { InvalidBacktest } from './invalid-backtest';
import { ShownContext } from './shown-context';
import { nextStop } from './stop-crossing';
import type { Crossing } from './stop-crossing';
import { ClaimedHost, LiveHost } from './strategy-host';
import type { Claim, StrategyHost } from './strategy-host';
import { VENUE_ACCOUNT, VenueFloor } from './venue-floor';
import { firstCloseOf, watchedBars } from './watched-bars';
import type { WatchedBars } from './watched-bars';

export { InvalidBacktest };

export type { BacktestMarket, BacktestTerms };

export interface BacktestSpec extends BacktestTerms {
  readonly strategy: Strategy;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A strategy whose code is elsewhere. */
export interface PlannedStrategy {
  readonly name: string;
  readonly version: string;
  readonly plan: StrategyPlan;
}

/** Where and why a strategy ended before the data did. */
export interface BacktestFault {
  /** `core` where the core itself stopped it. */
  readonly hook: string;
  readonly message: string;
  /** Market time of the event that it was given, epoch milliseconds. */
  readonly at: number;
}

export interface BacktestResult {
  readonly fills: readonly Fill[];
  /** The strategy's words for its orders, by client id. */
  readonly tags: ReadonlyMap<string, string>;
  /** Why orders were denied by us or refused by the venue, by client id. */
  readonly refusals: ReadonlyMap<string, string>;
  /** At the close of each bar. */
  readonly curve: Required<Curve>;
  readonly funding: readonly RunFunding[];
  /** The double-entry ledger of the account at the end. */
  readonly ledger: LedgerBalances;
  /** Market time of the start and of the last close that was played, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  readonly fault: BacktestFault | null;
}

export const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const ACCOUNT_ID = '00000000-0000-4000-8000-00000000000a';
/** A state that a restart could not bring back is found after so many bars. */
const CHECKED_EVERY = 4_096;
const PROGRESS_EVERY = 1_024;

/** Plays the tapes to the strategy in this process; the same spec gives the same result to the last digit. */
export function runBacktest(spec: BacktestSpec): BacktestResult {
  const planned = plannedOf(spec.strategy, spec.params);
  return playPlanned(planned, spec, liveHost(spec.strategy, spec.params));
}

/** What a strategy needs with these parameters; throws `InvalidBacktest` for those it refuses. */
export function plannedOf(strategy: Strategy, params: Readonly<Record<string, unknown>>): PlannedStrategy {
  const planned = planStrategy(strategy, params);
  if (!planned.ok) throw new InvalidBacktest(planned.problems.map(({ message }) => message).join('; '));
  return { name: strategy.name, version: strategy.version, plan: planned.plan };
}

export function liveHost(strategy: Strategy, params: Readonly<Record<string, unknown>>): LiveHost {
  return new LiveHost(new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params, keepsDecisions: false, keepsDebug: false }));
}

/** Answers by what a run elsewhere is said to have done. */
export function claimedHost(claim: Claim): ClaimedHost {
  return new ClaimedHost(claim, DEPLOYMENT);
}

/** Plays the tapes to whoever answers for the strategy; `progress` hears how many bars were played, about every thousand. */
export function playPlanned(
  strategy: PlannedStrategy,
  terms: BacktestTerms,
  host: StrategyHost,
  progress?: (bars: number) => void,
): BacktestResult {
  return new Run({ ...terms, ...strategy, host, ...(progress ? { progress } : {}) }).play();
}

/** As `playPlanned`, for a run whose claim is all that is wanted: its memory does not grow with the bars. */
export function playForClaim(
  strategy: PlannedStrategy,
  terms: BacktestTerms,
  host: LiveHost,
  progress?: (bars: number) => void,
): { readonly fillHash: string; readonly bars: number } {
  const result = new Run({ ...terms, ...strategy, host, keepsCurve: false, ...(progress ? { progress } : {}) }).play();
  return { fillHash: hashOf(result), bars: result.bars };
}

interface RunParts extends BacktestTerms, PlannedStrategy {
  readonly host: StrategyHost;
  /** Default true. */
  readonly keepsCurve?: boolean;
  readonly progress?: (bars: number) => void;
}

interface Played {
  readonly market: MarketInstrument;
  readonly tape: BarTape;
  /** The next bar of the tape. */
  next: number;
}

/** Bars that the strategy was shown and that the core has yet to hear of. */
interface Watched {
  readonly bars: WatchedBars;
  passed: number;
  lastClose: number;
}

class Run {
  private readonly floor: VenueFloor;
  private readonly played: readonly Played[];
  private readonly tapes: ReadonlyMap<string, BarTape>;
  private readonly watched: readonly Watched[];
  private readonly desk: Desk;
  private readonly context: ShownContext;
  private readonly fills: Fill[] = [];
  private readonly funding: RunFunding[] = [];
  private readonly words = { tags: new Map<string, string>(), refusals: new Map<string, string>() };
  private readonly curve: EquityCurve;
  private fault: BacktestFault | null = null;
  private now = 0;
  private bars = 0;
  /** What the strategy made of the bar that the core is about to deliver. */
  private shown: Outcome | null = null;

  constructor(private readonly parts: RunParts) {
    const { plan, markets, fills } = parts;
    if (plan.streams) throw new InvalidBacktest('the strategy follows ticks, trades or a book, and this backtest plays bars only');
    this.floor = new VenueFloor(parts, (report, at) => this.report(report, at));
    this.played = markets.map(({ market, tape, funding }): Played => {
      const shared = { venue: this.floor.venue, account: VENUE_ACCOUNT, isMargined: parts.margin !== undefined };
      this.floor.add(new BarPlayer({ ...shared, instrument: market, tape, terms: fills }), funding);
      return { market, tape, next: 0 };
    });
    this.tapes = new Map(markets.map(({ market, tape }) => [market.symbol, tape]));
    this.watched = plan.watches.map((watch) => ({ bars: watchedBars(watch, this.tapes), passed: 0, lastClose: 0 }));
    if (parts.signals && !plan.hears?.includes('signal'))
      throw new InvalidBacktest('there are signals, and the strategy has no onSignal hook');
    this.desk = new Desk({
      answer: (delivery) => this.answer(delivery),
      history: (symbol, interval, bars) => this.history(symbol, interval, bars),
      send: (effect, at) => this.send(effect, at),
      event: (event) => this.hear(event),
    });
    const instruments = this.played.map(({ market }) => market);
    this.curve = new EquityCurve(instruments);
    this.context = new ShownContext(this.desk.core, DEPLOYMENT, instruments, () => this.prices());
  }

  play(): BacktestResult {
    const from = this.start();
    return this.fast(from) ?? this.exact(from);
  }

  /** The same by the fast path, where it knows all that the run asks for. */
  private fast(from: number): BacktestResult | null {
    const { parts, desk } = this;
    const { name: _name, version: _version, plan, host, keepsCurve = true, progress, ...terms } = parts;
    const { venue } = this.floor;
    const begun = {
      ...{ terms, plan, host, core: desk.core, venue, inputSeq: desk.nextAfter(0) - 1, deploymentId: DEPLOYMENT },
      ...{ next: this.played[0]!.next, from, keepsCurve, progress },
    };
    // What was refused before belongs to the result.
    const fast = this.fault || this.words.refusals.size > 0 ? null : planFast(begun);
    if (!fast) return null;
    return playFast(fast) ?? new Run({ ...parts, host: new ResumedHost(fast.host, DEPLOYMENT) }).play();
  }

  private exact(from: number): BacktestResult {
    for (let close = this.nextClose(); Number.isFinite(close) && !this.fault; close = this.nextClose()) {
      this.playUntil(close);
      if (this.parts.keepsCurve !== false) this.curve.sample(close);
      if (this.bars % PROGRESS_EVERY === 0) this.parts.progress?.(this.bars);
    }
    if (!this.fault) this.attempt(() => this.parts.host.check(this.nextSeq));
    if (!this.fault) this.floor.checkBooks(this.desk.core.ledger());
    const { fills, funding, words, fault, bars } = this;
    return { fills, funding, ...words, curve: this.curve.curve, ledger: this.desk.core.ledger(), from, to: this.now, bars, fault };
  }

  /** Warm-up: what lies before the first close that may be traded on. */
  private start(): number {
    const { balances, settleAsset, maxPositionSize, name, version, plan } = this.parts;
    const { params, watches, warmUpBars, hears } = plan;
    const from = firstCloseOf(
      this.watched.map(({ bars }) => bars),
      warmUpBars,
    );
    for (const played of this.played) played.next = Math.max(0, played.tape.series.indexAt(from));
    if (this.played.some(({ next, tape }) => next >= tape.series.length))
      throw new InvalidBacktest(`the strategy wants ${warmUpBars} bars before the start, and the data ends before that`);
    this.now = from;
    this.curve.startWith(balances[settleAsset] ?? '0');
    const account: AccountTerms = {
      ...{ accountId: ACCOUNT_ID, name: 'backtest', mode: 'paper', venue: this.played[0]!.market.venue },
      ...{ settleAsset, maxPositionSize, startingBalances: balances },
    };
    const terms = {
      ...{ deploymentId: DEPLOYMENT, strategy: name, strategyVersion: version, params, watches, warmUpBars },
      ...(hears ? { hears } : {}),
    };
    const instruments = this.played.map(({ market }) => market);
    this.attempt(() => this.desk.open(account, terms, instruments, from));
    const signals = this.parts.signals?.filter(({ at }) => at >= from) ?? [];
    this.desk.foresee(DEPLOYMENT, signals);
    return from;
  }

  private nextClose(): number {
    let first = Infinity;
    for (const { next, tape } of this.played)
      if (next < tape.series.length) first = Math.min(first, tape.series.startOf(next) + tape.series.interval);
    return first;
  }

  /** Everything until that close: first what the venue does with our orders, then the bars that close. */
  private playUntil(close: number): void {
    this.goOn(close);
    for (const played of this.played) {
      const { series } = played.tape;
      if (played.next >= series.length || series.startOf(played.next) + series.interval !== close) continue;
      this.curve.priced(played.market.symbol, series.closeAt(played.next));
      played.next += 1;
      this.bars += 1;
    }
    this.now = close;
    for (const watched of this.watched) if (!this.fault && watched.bars.closesAt(close)) this.close(watched, close);
  }

  /**
   * Timers, stops and what happens at the venue take turns: a timer that is due comes before what happens then or later, a stop that the
   * price comes to behind it.
   */
  private goOn(close: number): void {
    while (!this.fault) {
      const next = this.floor.nextAt(close);
      const { timerAt } = this.desk;
      const crossing = nextStop(this.desk.core, this.tapes, { now: this.now, limit: close });
      if (timerAt <= close && timerAt <= Math.min(next, crossing?.at ?? Infinity)) this.passTime(timerAt);
      else if (crossing && crossing.at < next) this.reach(crossing);
      else if (Number.isFinite(next)) this.floor.step(close);
      else return;
    }
  }

  private reach({ at, symbol, price }: Crossing): void {
    this.catchUp();
    this.now = at;
    this.attempt(() => this.desk.step({ type: 'last-price', symbol, price }, at));
  }

  private report(report: VenueReport, at: number): void {
    if (this.fault) return;
    this.catchUp();
    this.now = at;
    this.attempt(() => this.desk.report(report, at));
  }

  private passTime(until: number): void {
    if (this.fault) return;
    this.catchUp();
    this.attempt(() => this.desk.passTime(until));
  }

  /** The number that the next delivery would have. */
  private get nextSeq(): number {
    return this.desk.nextAfter(this.watched.reduce((sum, one) => sum + one.passed, 0));
  }

  private close(watched: Watched, close: number): void {
    const { bars } = watched;
    if (this.parts.stepsEachBar) return this.attempt(() => this.deliver(watched, close));
    try {
      this.context.marketTime = close;
      const bar = { type: 'bar', symbol: bars.symbol, interval: bars.interval, bar: bars.numbers(close) } as const;
      const { nextSeq } = this;
      const outcome = this.parts.host.showBar(bar, this.context, nextSeq);
      if (this.bars % CHECKED_EVERY === 0) this.parts.host.check(nextSeq);
      if (outcome.commands.length === 0) {
        watched.passed += 1;
        watched.lastClose = close;
        return;
      }
      this.shown = outcome;
      this.catchUp();
      this.deliver(watched, close);
    } catch (error) {
      this.end(error);
    }
  }

  private deliver({ bars }: Watched, close: number): void {
    this.desk.step({ type: 'bar', symbol: bars.symbol, interval: bars.interval, bar: bars.text(close) }, close);
  }

  /** Tells the core of the bars that led to nothing. */
  private catchUp(): void {
    for (const watched of this.watched) {
      const { bars, passed: count, lastClose } = watched;
      if (count === 0) continue;
      watched.passed = 0;
      this.desk.passed({ symbol: bars.symbol, interval: bars.interval, bar: bars.text(lastClose), count }, lastClose);
    }
  }

  private attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.end(error);
    }
  }

  private end(error: unknown): void {
    if (!(error instanceof StrategyFault)) throw error;
    this.fault ??= { hook: error.hook, message: error.message, at: this.now };
  }

  private answer(delivery: Delivery): StrategyAnswer {
    const { shown } = this;
    if (!shown || delivery.event.type !== 'bar') return this.parts.host.deliver(delivery);
    this.shown = null;
    return this.parts.host.answerOf(delivery.inputSeq, shown);
  }

  private send(effect: Extract<Effect, { readonly type: 'submit' | 'amend' | 'cancel' }>, at: number): void {
    const { symbol } = effect.type === 'cancel' ? effect.instrument : effect.ticket.instrument;
    if (effect.type === 'submit') this.floor.send(symbol, { kind: 'submit', ticket: effect.ticket }, at);
    else if (effect.type === 'amend') this.floor.send(symbol, { kind: 'amend', ticket: effect.ticket }, at);
    else this.floor.send(symbol, { kind: 'cancel', clientOrderId: effect.clientOrderId }, at);
  }

  private hear(event: CoreEvent): void {
    this.curve.take(event);
    this.context.take(event);
    if (event.type === 'FillRecorded') this.fills.push(event.fill);
    if (event.type === 'FundingPaid') this.funding.push({ at: event.at, symbol: event.symbol, amount: event.amount });
    if (event.type === 'OrderChanged' && event.order.tag !== undefined) this.words.tags.set(event.order.clientOrderId, event.order.tag);
    if (event.type === 'OrderChanged' && (event.change === 'Denied' || event.change === 'Rejected'))
      this.words.refusals.set(event.order.clientOrderId, event.order.reason ?? event.change);
    if (event.type === 'DeploymentStopped') this.fault ??= { hook: 'core', message: event.reason, at: this.now };
  }

  private history(symbol: string, interval: string, count: number): ReturnType<WatchedBars['text']>[] {
    const { bars } = this.watched.find(({ bars: one }) => one.symbol === symbol && one.interval === interval)!;
    const closes = Array.from({ length: count }, (_, back) => this.now - (count - 1 - back) * bars.length);
    return closes.filter((close) => bars.closesAt(close)).map((close) => bars.text(close));
  }

  /** The newest close of each symbol. */
  private prices(): Record<string, string> {
    const priced = this.played.filter(({ next }) => next > 0);
    return Object.fromEntries(
      priced.map(({ market, tape, next }) => {
        const ticks = Decimal.fromUnits(BigInt(tape.series.closeAt(next - 1)), 0);
        return [market.symbol, market.tickSize.times(ticks).toString()];
      }),
    );
  }
}
