import { Decimal } from '@libs/kernel';
import type { Fill, Instrument, Position } from '@libs/kernel';
import { LIQUIDATION } from '@libs/engine';
import type { CoreEvent, DeploymentTerms, InputBody, Texted, VenueReport } from '@libs/engine';
import type { Delivery, StrategyEvent } from '@libs/sdk';
import { marketOf, marketTextOf } from '../run/market-text';
import type { RecordedSignal } from '../run/recorded-signals';
import type { AccountOrders } from './account-orders';
import { areNested } from './common-bars';
import { HeardBars } from './heard-bars';
import { HeardEvents } from './heard-events';
import type { MarketWord } from './heard-events';
import { momentOf, timeOf } from './moment';
import { OthersShare } from './others-share';
import type { ReadableCore } from './others-share';
import type { RestingLevel } from './own-resting';
import type { QuoteLog } from './quote-log';
import { RecordedOrders } from './recorded-orders';
import type { DeploymentRecording } from './recording';
import { RestraintLog } from './restraint-log';
import type { SilenceLog } from './silence-log';

export interface Readable {
  readonly instruments: ReadonlyMap<string, Texted<Instrument>>;
  /** The state after the step. */
  readonly core: ReadableCore;
}

type Ground = Pick<DeploymentRecording, 'settleAsset' | 'maxPositionSize' | 'venue' | 'startingEquity' | 'startedAt'>;

/** Account-wide information for one of its deployments. */
export interface Surroundings {
  readonly instruments: ReadonlyMap<string, Texted<Instrument>>;
  readonly log: SilenceLog;
  readonly account: AccountOrders;
}

/** Collects everything about one deployment. */
export class DeploymentReader {
  private readonly signals: RecordedSignal[] = [];
  private readonly orders = new RecordedOrders();
  private readonly heard: readonly HeardBars[];
  /** 1m bars that others requested, if its own lengths have no common one; by symbol. */
  private readonly minutes: ReadonlyMap<string, HeardBars>;
  private readonly events: readonly HeardEvents[];
  private readonly others: OthersShare;
  private readonly restraints: RestraintLog;
  private readonly positions = new Map<string, Position>();
  private readonly fills = new Map<string, Fill>();
  private readonly shown = new Set<string>();
  private readonly distrusted = new Set<string>();
  private readonly outOfTurn = new Set<number>();
  /** Close and watch of the newest bar shown. */
  private turn = { close: -Infinity, watch: 0 };
  /** When the newest market event that it was told was received. */
  private toldAt = -Infinity;
  private funding = Decimal.ZERO;
  private lateSince: number | null = null;
  private distrustedSince: number | null = null;
  private warmAt: number | null = null;
  private endedAt: number;
  private isStopped = false;
  private fault: string | null = null;

  constructor(
    readonly terms: DeploymentTerms,
    private readonly ground: Ground,
    { instruments, core }: Readable,
  ) {
    this.others = new OthersShare(terms.deploymentId, Decimal.parse(ground.startingEquity), core);
    this.restraints = new RestraintLog(core.tradingState(), ground.startedAt);
    const streams = Map.groupBy(terms.streams ?? [], ({ symbol }) => symbol);
    this.events = [...streams].flatMap(([symbol, own]) => {
      const instrument = instruments.get(symbol);
      return instrument ? new HeardEvents(symbol, marketOf(marketTextOf(instrument)), own) : [];
    });
    this.heard = terms.watches.map(({ symbol, interval }) => new HeardBars(symbol, interval));
    const watched = [...Map.groupBy(terms.watches, ({ symbol }) => symbol)];
    const apart = watched.filter(([, own]) => !areNested(own.map(({ interval }) => interval)));
    this.minutes = new Map(apart.map(([symbol]) => [symbol, new HeardBars(symbol, '1m')]));
    this.endedAt = ground.startedAt;
  }

  /** Symbols whose ticks, trades or book it follows. */
  get followed(): readonly string[] {
    return this.events.map(({ symbol }) => symbol);
  }

  hear(event: CoreEvent, at: number, { quotes, core }: { readonly quotes: QuoteLog; readonly core: ReadableCore }): void {
    const { deploymentId } = this.terms;
    // A backtest ends with the fault; nothing corresponds to what the exits did since.
    if (this.fault !== null) return;
    switch (event.type) {
      case 'OrderChanged':
        if (!this.isStopped) this.others.heard(event);
        if (event.order.deploymentId !== deploymentId) return;
        this.orders.changed(event, at, quotes);
        if (this.others.decides(event, core, this.funding)) this.orders.judgedByOthers(event.order);
        return;
      case 'FillRecorded':
        return this.heardFill(event.fill, at);
      case 'TradingStateChanged':
        if (!this.isStopped) this.restraints.changed(event, at);
        return;
      case 'PositionChanged':
        if (event.deploymentId === deploymentId) this.positions.set(event.position.symbol, event.position);
        return;
      case 'FundingPaid':
        this.funding = this.funding.plus(Decimal.parse(event.shares[deploymentId] ?? '0'));
        return;
      case 'DeploymentStopped':
        if (event.deploymentId !== deploymentId) return;
        this.isStopped = true;
        this.fault = event.faulted ? event.reason : null;
        return;
      default:
        return;
    }
  }

  /** The exchange's report of an order. */
  reported(report: VenueReport, at: number, quotes: QuoteLog): void {
    if (this.fault === null) this.orders.reported(report, at, quotes);
  }

  /** The account's own quantity now resting at a price. */
  rests({ symbol, side, price, quantity }: RestingLevel): void {
    if (!this.isStopped) this.eventsOf(symbol)?.rests(side, price, quantity);
  }

  heardWord(word: MarketWord, at: number): void {
    if (this.isStopped) return;
    if (word.type === 'quote') for (const bars of this.heard) bars.quoted(word);
    this.eventsOf(word.symbol)?.took(word, at);
  }

  /** From that time on there is no data of a market, until its next event. */
  lost(symbol: string, from: number): void {
    if (!this.isStopped) this.eventsOf(symbol)?.lost(from);
  }

  heardBar({ symbol, interval, bar }: Extract<InputBody, { type: 'bar' }>): void {
    if (this.isStopped) return;
    this.barsOf(symbol, interval)?.took(bar);
    if (interval === '1m') this.minutes.get(symbol)?.took(bar);
  }

  heardHistory({ deploymentId, symbol, interval, bars }: Extract<InputBody, { type: 'history' }>): void {
    if (interval === '1m') for (const bar of bars) this.minutes.get(symbol)?.past(bar);
    if (deploymentId !== this.terms.deploymentId) return;
    for (const bar of bars) this.barsOf(symbol, interval)?.past(bar);
  }

  delivered(delivery: Delivery, core: ReadableCore): void {
    const { event, context } = delivery;
    const at = this.wordTime(event) ?? context.marketTime;
    if (timeOf(event, at) < context.marketTime) this.lateSince ??= timeOf(event, at);
    this.others.look(core, this.funding, context.marketTime);
    this.orders.delivered(delivery, at, this.others.earned);
    const { name } = momentOf(event, at);
    if (context.trust) this.distrusted.add(name);
    if (context.trust && this.warmAt !== null && event.type !== 'trust') this.distrustedSince ??= at;
    if (event.type === 'start') this.warmAt ??= context.marketTime;
    if (event.type === 'signal') {
      const { name: signal, value, source, expiresAt } = event;
      this.signals.push({ at: context.marketTime, name: signal, value, source, expiresAt });
    }
    if (event.type !== 'bar') return;
    this.shown.add(name);
    const watch = this.heard.findIndex(({ symbol, interval }) => symbol === event.symbol && interval === event.interval);
    this.heard[watch]?.shown(event.bar.start);
    this.takeTurn(timeOf(event, context.marketTime), watch);
  }

  /** A backtest shows bars in order of close, and of watch for equal closes, before any later event. */
  private takeTurn(close: number, watch: number): void {
    const { turn } = this;
    if (close < Math.max(turn.close, this.toldAt) || (close === turn.close && watch < turn.watch)) this.outOfTurn.add(close);
    if (close >= turn.close) this.turn = { close, watch: close === turn.close ? Math.max(watch, turn.watch) : watch };
  }

  passed(at: number): void {
    if (!this.isStopped) this.endedAt = at;
  }

  recording({ instruments, log, account }: Surroundings): DeploymentRecording {
    const { terms, ground, warmAt, endedAt, shown, distrusted, distrustedSince, outOfTurn, lateSince, fills, funding, fault } = this;
    const bars = this.heard.map((one) => one.recorded(instruments.get(one.symbol)));
    const events = this.events.map((one) => one.recorded());
    const minutes = new Map([...this.minutes].map(([symbol, one]) => [symbol, one.recorded(undefined).bars]));
    const books = { positions: [...this.positions.values()], fills, funding };
    const silences = log.between(new Set([...terms.watches, ...(terms.streams ?? [])].map(({ symbol }) => symbol)), {
      from: ground.startedAt,
      to: endedAt,
    });
    return {
      terms,
      ...ground,
      warmAt,
      endedAt,
      instruments,
      bars,
      minutes,
      events,
      signals: this.signals,
      shown,
      distrusted,
      distrustedSince,
      outOfTurn,
      lateSince,
      silences,
      books,
      orders: this.orders.list(account),
      others: this.others.names,
      othersSince: this.others.since,
      restraints: this.restraints.until(endedAt),
      fault,
    };
  }

  private heardFill(fill: Fill, at: number): void {
    if (fill.deploymentId === this.terms.deploymentId) this.fills.set(fill.executionId, fill);
    if (fill.deploymentId === this.terms.deploymentId && fill.clientOrderId === LIQUIDATION) this.orders.liquidated(fill);
    if (fill.liquidity === 'MAKER') this.printed(fill, at);
  }

  /** A fill of this account's resting order is a trade that the market saw. */
  private printed(fill: Fill, at: number): void {
    if (!this.isStopped) this.eventsOf(fill.symbol)?.filled(fill, at);
  }

  /** When its market data was received. */
  private wordTime(event: StrategyEvent): number | null {
    if (event.type !== 'tick' && event.type !== 'trades' && event.type !== 'book') return null;
    const told = this.eventsOf(event.symbol)?.told(event);
    if (!told) return null;
    if (told.isRepeated) this.outOfTurn.add(told.at);
    this.toldAt = told.at;
    // An event may have arrived while the strategy was still starting.
    this.warmAt = Math.min(this.warmAt ?? told.at, told.at);
    return told.at;
  }

  private eventsOf(symbol: string): HeardEvents | undefined {
    return this.events.find((one) => one.symbol === symbol);
  }

  private barsOf(symbol: string, interval: string): HeardBars | undefined {
    return this.heard.find((one) => one.symbol === symbol && one.interval === interval);
  }
}
