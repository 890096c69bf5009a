import type { AccountTerms, CoreEvent, Effect, VenueReport } from '@libs/engine';
import { planFast } from '../fast/fast-plan';
import { playFast } from '../fast/play-fast';
import { ResumedHost } from '../fast/resumed-host';
import type { BacktestFault, BacktestMarket, BacktestResult, BacktestTerms, HostedStrategy } from './backtest-terms';
import type { BarTape } from './bar-tape';
import { BarPlayer } from './bar-player';
import { checkRun } from './check-run';
import { Desk } from './desk';
import { EquityCurve } from './equity-curve';
import { EventPlayer } from './event-player';
import { HeardNews } from './heard-news';
import { InvalidBacktest } from './invalid-backtest';
import type { MarketPlayer } from './market-player';
import { NewestPrices } from './newest-prices';
import { RunNotes } from './run-notes';
import { Seat, deploymentAt } from './seat';
import { Shares } from './shares';
import { ShownBars } from './shown-bars';
import { nextStop, pricesBefore, triggersStop, type Crossing } from './stop-crossing';
import { StrategyFaults } from './strategy-faults';
import { TapeNews } from './tape-news';
import type { NewsTeller } from './tape-news';
import { VENUE_ACCOUNT, VenueFloor } from './venue-floor';
import { watchedBy } from './watched';
import type { Watched } from './watched';
import { firstCloseOf, type WatchedBars } from './watched-bars';

/** Of a single strategy. */
export const DEPLOYMENT = deploymentAt(0);
const ACCOUNT_ID = '00000000-0000-4000-8000-00000000000a';
/** A state that cannot be saved is found after at most this many bars. */
const CHECKED_EVERY = 4_096;
/** Bars, or moments of a market that advances by events. */
const PROGRESS_EVERY = 1_024;

interface RunParts extends BacktestTerms {
  /** In the order in which they receive events, at least one; each one's host answers for the deployment of the same index. */
  readonly strategies: readonly HostedStrategy[];
  /** Default true. */
  readonly keepsCurve?: boolean;
  readonly progress?: (bars: number) => void;
}

interface Played extends BacktestMarket {
  readonly news: NewsTeller | null;
  /** The next bar of the tape. */
  next: number;
}

/** One run, from its warm-up to its last bar. */
export class Run {
  private readonly floor: VenueFloor;
  private readonly played: readonly Played[];
  /** Markets whose stops are triggered by the walk through their bars; trades and books trigger stops by themselves. */
  private readonly walked: ReadonlyMap<string, BarTape>;
  private readonly watched: readonly Watched[];
  private readonly desk: Desk;
  private readonly seats: readonly Seat[];
  private readonly notes = new RunNotes();
  private readonly newest: NewestPrices;
  private readonly curve: EquityCurve;
  /** One per strategy; null for a single one. */
  private readonly shares: Shares | null;
  private readonly faults: StrategyFaults;
  private isOpen = false;
  /** Events between bars must enter the core in order, so bars cannot be batched. */
  private readonly stepsEachBar: boolean;
  private readonly shown: ShownBars;
  private now = 0;
  private bars = 0;
  private moments = 0;

  constructor(private readonly parts: RunParts) {
    checkRun(parts);
    const { strategies, markets } = parts;
    this.floor = new VenueFloor(
      parts,
      (report, at) => this.report(report, at),
      (player, at) => this.went(player, at),
    );
    this.played = markets.map((one): Played => ({ ...one, next: 0, news: this.enter(one) }));
    this.stepsEachBar = parts.stepsEachBar === true || markets.some(({ events }) => events !== undefined);
    this.walked = new Map(markets.filter(({ events }) => !events).map(({ market, tape }) => [market.symbol, tape]));
    this.desk = new Desk({
      answer: (delivery) => this.faults.answer(delivery),
      history: (symbol, interval, count) => this.shown.history(symbol, interval, { count, by: this.now }),
      send: (effect, at) => this.send(effect, at),
      event: (event) => this.hear(event),
    });
    const instruments = this.played.map(({ market }) => market);
    this.newest = new NewestPrices(instruments);
    this.curve = new EquityCurve(this.newest);
    const { core } = this.desk;
    this.seats = strategies.map((one, place) => new Seat(one, { place, core, instruments, prices: () => this.shown.prices() }));
    this.faults = new StrategyFaults(this.seats, () => this.now);
    this.shares = strategies.length === 1 ? null : new Shares(this.seats, this.newest);
    this.watched = watchedBy(this.seats, markets);
    this.shown = new ShownBars(this.watched, this.desk);
  }

  /** The fault of the last strategy, with which the run ends. */
  private get fault(): BacktestFault | null {
    return this.faults.ended;
  }

  private attempt(act: () => void, seat?: Seat): void {
    this.faults.attempt(act, seat);
  }

  play(): BacktestResult {
    const from = this.start();
    return this.fast(from) ?? this.exact(from);
  }

  /** The same on the fast path, if it knows all of the run's options. */
  private fast(from: number): BacktestResult | null {
    const { parts, desk } = this;
    const { strategies, keepsCurve = true, progress, ...terms } = parts;
    const [first, ...others] = strategies;
    if (!first || others.length > 0) return null;
    const { plan, host } = first;
    const { venue } = this.floor;
    const begun = {
      terms,
      plan,
      host,
      core: desk.core,
      venue,
      inputSeq: desk.nextAfter(0) - 1,
      deploymentId: DEPLOYMENT,
      next: this.played[0]!.next,
      from,
      keepsCurve,
      progress,
    };
    // Earlier refusals belong to the result.
    const fast = this.fault || this.notes.refusals.size > 0 ? null : planFast(begun);
    if (!fast) return null;
    return playFast(fast) ?? new Run({ ...parts, strategies: [{ ...first, host: new ResumedHost(fast.host, DEPLOYMENT) }] }).play();
  }

  private exact(from: number): BacktestResult {
    for (let close = this.nextClose(); Number.isFinite(close) && !this.fault; close = this.nextClose()) {
      this.playUntil(close);
      if (this.parts.keepsCurve !== false) {
        this.curve.sample(close);
        this.shares?.sample(close);
      }
      if (this.bars % PROGRESS_EVERY === 0) this.parts.progress?.(this.bars);
    }
    if (!this.fault) for (const seat of this.seats) if (!seat.fault) this.attempt(() => seat.strategy.host.check(this.shown.nextSeq), seat);
    if (!this.fault) this.floor.checkBooks(this.desk.core.ledger());
    const { fills, funding, tags, refusals, exits } = this.notes;
    const { parts, desk, curve, shares, bars, fault, now: to } = this;
    return {
      fills,
      funding,
      tags,
      refusals,
      exits,
      curve: curve.curve,
      ledger: desk.core.ledger(),
      from,
      to,
      bars,
      fault,
      ...(shares ? { shares: shares.result(parts.balances[parts.settleAsset] ?? '0') } : {}),
    };
  }

  /** The warm-up: everything before the first close on which all may trade. */
  private start(): number {
    const { balances, settleAsset, maxPositionSize, startsAt } = this.parts;
    const from = startsAt ?? Math.max(...this.seats.map((seat) => this.firstCloseFor(seat)));
    for (const played of this.played) played.next = Math.max(0, played.tape.series.indexAt(from));
    if (this.played.some(({ next, tape }) => next >= tape.series.length)) {
      const warmUpBars = Math.max(...this.parts.strategies.map(({ plan }) => plan.warmUpBars));
      throw new InvalidBacktest(`the strategy wants ${warmUpBars} bars before the start, and the data ends before that`);
    }
    this.now = from;
    this.curve.startWith(balances[settleAsset] ?? '0');
    const account: AccountTerms = {
      accountId: ACCOUNT_ID,
      name: 'backtest',
      mode: 'paper',
      venue: this.played[0]!.market.venue,
      settleAsset,
      maxPositionSize,
      startingBalances: balances,
    };
    const instruments = this.played.map(({ market }) => market);
    while (Number.isFinite(this.floor.nextAt(from))) this.floor.step(from);
    this.isOpen = true;
    this.attempt(() => this.desk.open(account, { deployments: this.seats.map(({ terms }) => terms), instruments }, from));
    const signals = this.parts.signals?.filter(({ at }) => at >= from) ?? [];
    const hearers = this.seats.filter(({ terms }) => terms.hears?.includes('signal'));
    this.desk.foresee(signals.flatMap((signal) => hearers.map(({ deploymentId }) => ({ ...signal, deploymentId }))));
    return from;
  }

  private firstCloseFor(seat: Seat): number {
    const shown = this.watched.filter(({ seats }) => seats.includes(seat)).map(({ bars }) => bars);
    if (shown.length > 0) return firstCloseOf(shown, seat.terms.warmUpBars);
    return Math.max(...this.played.map(({ tape }) => tape.series.firstStart));
  }

  /** Adds a market to the floor; returns what else strategies receive of it besides bars. */
  private enter({ market: instrument, tape, events, funding }: BacktestMarket): NewsTeller | null {
    const { fills: terms, strategies } = this.parts;
    const shared = { venue: this.floor.venue, account: VENUE_ACCOUNT, instrument, terms };
    if (!events) {
      this.floor.add(new BarPlayer({ ...shared, tape }), funding);
      return null;
    }
    const player = new EventPlayer({ ...shared, events });
    this.floor.add(player, funding);
    const streams = strategies.flatMap(({ plan }) => plan.streams ?? []);
    return events.isHeard ? new HeardNews(player, streams) : new TapeNews(player, streams);
  }

  /** A market advanced by events: the core receives them if a strategy follows them or a stop waits for its price. */
  private went({ instrument: { symbol } }: MarketPlayer, at: number): void {
    this.moments += 1;
    if (this.moments % PROGRESS_EVERY === 0) this.parts.progress?.(this.bars);
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
      this.newest.closed(played.market.symbol, series.closeAt(played.next));
      played.next += 1;
      this.bars += 1;
    }
    this.now = close;
    for (const watched of this.watched) if (!this.fault && watched.bars.closesAt(close)) this.close(watched, close);
  }

  /** Processes timers, stops and venue events in order: a due timer comes before events of the same time, a triggered stop after them. */
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
    this.shown.catchUp();
    this.now = at;
    this.attempt(() => this.desk.step({ type: 'last-price', symbol, price }, at));
  }

  /** In answer to the bar of one market, a stop may be placed that another has reached at the same close. */
  private reachClose(bars: WatchedBars, at: number): void {
    const { symbol } = bars;
    if (this.walked.size < 2 || !this.walked.has(symbol)) return;
    const price = (): string => bars.priceText(bars.ticksAt(at));
    if (triggersStop(this.desk.core, symbol, price)) this.reach({ at, symbol, price: price() });
  }

  private report(report: VenueReport, at: number): void {
    if (this.fault) return;
    this.shown.catchUp();
    this.now = at;
    this.tellQuotes(at);
    this.attempt(() => this.desk.report(report, at));
  }

  private passTime(until: number): void {
    if (this.fault) return;
    this.shown.catchUp();
    this.tellQuotes(until);
    for (const price of pricesBefore(this.walked, until)) this.attempt(() => this.desk.step(price, until));
    this.attempt(() => this.desk.passTime(until));
  }

  private close(watched: Watched, close: number): void {
    this.reachClose(watched.bars, close);
    if (this.fault) return;
    if (this.stepsEachBar || this.desk.core.hasWaiting()) return this.step(watched, close);
    const bar = this.shown.show(watched, close);
    const moment = { inputSeq: this.shown.nextSeq, isChecked: this.bars % CHECKED_EVERY === 0 };
    let [answers, isAwaited] = [0, false];
    for (const seat of watched.seats) {
      if (seat.fault) continue;
      answers += 1;
      this.attempt(() => {
        if (seat.show(bar, close, moment).commands.length > 0) isAwaited = true;
      }, seat);
      if (seat.fault) isAwaited = true;
    }
    if (this.fault) return;
    if (!isAwaited) return this.shown.pass(watched, close, answers);
    this.shown.catchUp();
    this.attempt(() => this.shown.deliver(watched, close));
  }

  private step(watched: Watched, close: number): void {
    this.shown.catchUp();
    this.tellQuotes(close);
    for (const seat of watched.seats) seat.forget();
    this.attempt(() => this.shown.deliver(watched, close));
  }

  /** Updates the core's quotes before something else happens, if no strategy receives each change. */
  private tellQuotes(at: number): void {
    for (const { news } of this.played) {
      if (!news || news.hearsTicks) continue;
      for (const quote of news.quote()) this.attempt(() => this.desk.step(quote, at));
    }
  }

  private send(effect: Extract<Effect, { readonly type: 'submit' | 'amend' | 'cancel' }>, at: number): void {
    const { symbol } = effect.type === 'cancel' ? effect.instrument : effect.ticket.instrument;
    if (effect.type === 'submit') this.floor.send(symbol, { kind: 'submit', ticket: effect.ticket }, at);
    else if (effect.type === 'amend') this.floor.send(symbol, { kind: 'amend', ticket: effect.ticket }, at);
    else this.floor.send(symbol, { kind: 'cancel', clientOrderId: effect.clientOrderId }, at);
  }

  private hear(event: CoreEvent): void {
    this.notes.take(event);
    this.newest.take(event);
    this.curve.take(event);
    this.shares?.take(event);
    for (const seat of this.seats) seat.take(event);
    if (event.type === 'DeploymentStopped') this.faults.stopped(event.deploymentId, event.reason);
  }
}
