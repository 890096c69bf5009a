import { Decimal } from '@libs/kernel';
import type { Fill } from '@libs/kernel';
import type { AccountTerms, CoreEvent, Effect, VenueReport } from '@libs/engine';
import { StrategyFault } from '@libs/sdk';
import type { Delivery, Outcome, StrategyAnswer } from '@libs/sdk';
import { planFast } from '../fast/fast-plan';
import { playFast } from '../fast/play-fast';
import { ResumedHost } from '../fast/resumed-host';
import type { RunFunding } from '../metrics/run-record';
import type { BacktestFault, BacktestMarket, BacktestResult, BacktestTerms, PlannedStrategy } from './backtest-terms';
import type { BarTape } from './bar-tape';
import { BarPlayer } from './bar-player';
import { Desk } from './desk';
import { EquityCurve } from './equity-curve';
import { EventPlayer } from './event-player';
import { InvalidBacktest } from './invalid-backtest';
import type { MarketPlayer } from './market-player';
import { ShownContext } from './shown-context';
import { nextStop } from './stop-crossing';
import type { Crossing } from './stop-crossing';
import type { StrategyHost } from './strategy-host';
import { TapeNews } from './tape-news';
import { VENUE_ACCOUNT, VenueFloor } from './venue-floor';
import { firstCloseOf, watchedBars } from './watched-bars';
import type { WatchedBars } from './watched-bars';

export const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const ACCOUNT_ID = '00000000-0000-4000-8000-00000000000a';
/** A state that a restart could not bring back is found after so many bars. */
const CHECKED_EVERY = 4_096;
const PROGRESS_EVERY = 1_024;

interface RunParts extends BacktestTerms, PlannedStrategy {
  readonly host: StrategyHost;
  /** Default true. */
  readonly keepsCurve?: boolean;
  readonly progress?: (bars: number) => void;
}

interface Played extends BacktestMarket {
  readonly news: TapeNews | null;
  /** The next bar of the tape. */
  next: number;
}

/** Bars that the strategy was shown and that the core has yet to hear of. */
interface Watched {
  readonly bars: WatchedBars;
  passed: number;
  lastClose: number;
}

/** One run, from its warm-up to its last bar. */
export class Run {
  private readonly floor: VenueFloor;
  private readonly played: readonly Played[];
  /** Whose stops the walk through their bars sets off; prints and books do it by themselves. */
  private readonly walked: ReadonlyMap<string, BarTape>;
  private readonly watched: readonly Watched[];
  private readonly desk: Desk;
  private readonly context: ShownContext;
  private readonly fills: Fill[] = [];
  private readonly funding: RunFunding[] = [];
  private readonly words = { tags: new Map<string, string>(), refusals: new Map<string, string>() };
  private readonly curve: EquityCurve;
  private fault: BacktestFault | null = null;
  private isOpen = false;
  /** What happens between bars goes into the core in its order, so bars cannot be told later in one. */
  private readonly stepsEachBar: boolean;
  private now = 0;
  private bars = 0;
  /** What the strategy made of the bar that the core is about to deliver. */
  private shown: Outcome | null = null;

  constructor(private readonly parts: RunParts) {
    const { plan, markets, fills } = parts;
    this.floor = new VenueFloor(
      parts,
      (report, at) => this.report(report, at),
      (player, at) => this.went(player, at),
    );
    this.played = markets.map((one): Played => ({ ...one, next: 0, news: this.enter(one) }));
    const unheard = plan.streams?.find(({ symbol }) => !this.played.some(({ market, news }) => news && market.symbol === symbol));
    if (unheard)
      throw new InvalidBacktest(`the strategy follows ticks, trades or the book of ${unheard.symbol}, of which there are bars only`);
    if (markets.some(({ events }) => events) && fills.participation !== undefined)
      throw new InvalidBacktest('participation is a share of the volume of bars; tapes of prints and books have sizes of their own');
    this.stepsEachBar = parts.stepsEachBar === true || markets.some(({ events }) => events !== undefined);
    this.walked = new Map(markets.filter(({ events }) => !events).map(({ market, tape }) => [market.symbol, tape]));
    const tapes = new Map(markets.map(({ market, tape }) => [market.symbol, tape]));
    this.watched = plan.watches.map((watch) => ({ bars: watchedBars(watch, tapes), passed: 0, lastClose: 0 }));
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
    const { params, watches, streams, warmUpBars, hears } = plan;
    const shown = this.watched.map(({ bars }) => bars);
    const begins = this.played.map(({ tape }) => tape.series.firstStart);
    const from = shown.length > 0 ? firstCloseOf(shown, warmUpBars) : Math.max(...begins);
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
      ...(streams ? { streams } : {}),
      ...(hears ? { hears } : {}),
    };
    const instruments = this.played.map(({ market }) => market);
    while (Number.isFinite(this.floor.nextAt(from))) this.floor.step(from);
    this.isOpen = true;
    this.attempt(() => this.desk.open(account, terms, instruments, from));
    const signals = this.parts.signals?.filter(({ at }) => at >= from) ?? [];
    this.desk.foresee(DEPLOYMENT, signals);
    return from;
  }

  /** Puts a market on the floor; gives what the strategy may hear of it beside bars. */
  private enter({ market: instrument, tape, events, funding }: BacktestMarket): TapeNews | null {
    const { fills: terms, margin, plan } = this.parts;
    const shared = { venue: this.floor.venue, account: VENUE_ACCOUNT, isMargined: margin !== undefined, instrument, terms };
    if (!events) {
      this.floor.add(new BarPlayer({ ...shared, tape }), funding);
      return null;
    }
    const player = new EventPlayer({ ...shared, events });
    this.floor.add(player, funding);
    return new TapeNews(player, plan.streams ?? []);
  }

  /** A market went on by events: the core hears of them where a strategy follows them or a stop waits for its price. */
  private went({ instrument: { symbol } }: MarketPlayer, at: number): void {
    if (!this.isOpen || this.fault) return;
    const { news } = this.played.find(({ market }) => market.symbol === symbol)!;
    const isAwaited = this.desk.core.armedStops().some((stop) => stop.symbol === symbol);
    if (!news || !(news.isHeard || isAwaited)) return;
    this.now = at;
    this.tellQuotes(at);
    for (const input of news.ofBatch(isAwaited)) if (!this.fault) this.attempt(() => this.desk.step(input, at));
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
      const crossing = nextStop(this.desk.core, this.walked, { now: this.now, limit: close });
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
    this.tellQuotes(at);
    this.attempt(() => this.desk.report(report, at));
  }

  private passTime(until: number): void {
    if (this.fault) return;
    this.catchUp();
    this.tellQuotes(until);
    this.attempt(() => this.desk.passTime(until));
  }

  /** The number that the next delivery would have. */
  private get nextSeq(): number {
    return this.desk.nextAfter(this.watched.reduce((sum, one) => sum + one.passed, 0));
  }

  private close(watched: Watched, close: number): void {
    const { bars } = watched;
    if (this.stepsEachBar) {
      this.tellQuotes(close);
      return this.attempt(() => this.deliver(watched, close));
    }
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

  /** Tells the core what the markets offer before something else happens, where no strategy hears of each change. */
  private tellQuotes(at: number): void {
    for (const { news } of this.played) {
      if (!news || news.hearsTicks) continue;
      for (const quote of news.quote()) this.attempt(() => this.desk.step(quote, at));
    }
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
