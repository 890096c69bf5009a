import { Decimal, INTERVALS } from '@libs/kernel';
import type { Fill } from '@libs/kernel';
import type { AccountTerms, BarText, CoreEvent } from '@libs/engine';
import { StrategyFault, StrategyRuntime, planStrategy } from '@libs/sdk';
import type { Delivery, Strategy, StrategyAnswer, StrategyPlan } from '@libs/sdk';
import { joinBars } from '@libs/simulation';
import type { MarketInstrument, TickBar } from '@libs/simulation';
import type { BarTape } from './bar-tape';
import { BarVenue, openVenue } from './bar-venue';
import type { FillTerms } from './bar-venue';
import { Desk } from './desk';
import { EquityCurve } from './equity-curve';

export interface BacktestSpec {
  readonly strategy: Strategy;
  readonly params: Readonly<Record<string, unknown>>;
  /** One tape for each symbol that the strategy watches, of an interval that divides all that it watches of the symbol. */
  readonly markets: readonly { readonly market: MarketInstrument; readonly tape: BarTape }[];
  readonly settleAsset: string;
  readonly balances: Readonly<Record<string, string>>;
  /** Fraction of equity per symbol, 0 < x ≤ 1. */
  readonly maxPositionSize: string;
  readonly fills: FillTerms;
}

/** Where and why a strategy ended before the data did. */
export interface BacktestFault {
  readonly hook: string;
  readonly message: string;
  /** Market time of the event that it was given, epoch milliseconds. */
  readonly at: number;
}

export interface BacktestResult {
  readonly fills: readonly Fill[];
  readonly curve: Pick<EquityCurve, 'times' | 'equity'>;
  /** Market time of the first and the last close that was played, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  readonly fault: BacktestFault | null;
}

/** What cannot be run: parameters, or data that does not fit the strategy. */
export class InvalidBacktest extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'InvalidBacktest';
  }
}

const DEPLOYMENT = '00000000-0000-4000-8000-000000000001';
const ACCOUNT_ID = '00000000-0000-4000-8000-00000000000a';

/** Plays the tapes to the strategy; the same spec gives the same result to the last digit. */
export function runBacktest(spec: BacktestSpec): BacktestResult {
  return new Run(spec).play();
}

interface Played {
  readonly market: MarketInstrument;
  readonly tape: BarTape;
  readonly venue: BarVenue;
  /** The next bar of the tape. */
  next: number;
}

interface Watched {
  readonly symbol: string;
  readonly interval: string;
  readonly length: number;
  readonly played: Played;
}

class Run {
  private readonly plan: StrategyPlan;
  private readonly runtime: StrategyRuntime;
  private readonly played: readonly Played[];
  private readonly watched: readonly Watched[];
  private readonly desk: Desk;
  private readonly fills: Fill[] = [];
  private readonly curve = new EquityCurve();
  private fault: BacktestFault | null = null;
  private now = 0;

  constructor(private readonly spec: BacktestSpec) {
    const { strategy, params, markets, balances, fills } = spec;
    const planned = planStrategy(strategy, params);
    if (!planned.ok) throw new InvalidBacktest(planned.problems.map(({ message }) => message).join('; '));
    this.plan = planned.plan;
    this.runtime = new StrategyRuntime({ strategy, deploymentId: DEPLOYMENT, params });
    const venue = openVenue(balances, fills);
    this.played = markets.map(({ market, tape }): Played => {
      return { market, tape, venue: new BarVenue(venue, market, tape.series.interval, fills), next: 0 };
    });
    this.watched = this.plan.watches.map((watch) => watchedOf(watch, this.played));
    this.desk = new Desk({
      answer: (delivery) => this.answer(delivery),
      history: (symbol, interval, bars) => this.history(symbol, interval, bars),
      send: (effect, at) => {
        const { symbol } = effect.type === 'submit' ? effect.ticket.instrument : effect.instrument;
        const action =
          effect.type === 'submit' ? { kind: 'submit' as const, ticket: effect.ticket } : { ...effect, kind: 'cancel' as const };
        this.playedOf(symbol).venue.send(action, at);
      },
      event: (event) => this.hear(event),
    });
  }

  play(): BacktestResult {
    const from = this.start();
    let bars = 0;
    for (let close = this.nextClose(); Number.isFinite(close) && !this.fault; close = this.nextClose()) {
      bars += this.playUntil(close);
      this.curve.sample(close);
    }
    const { fills, curve, fault } = this;
    return { fills, curve, from, to: this.now, bars, fault };
  }

  /** Warm-up: what lies before the first close that may be traded on. */
  private start(): number {
    const { balances, settleAsset, maxPositionSize, strategy } = this.spec;
    const from = Math.max(...this.watched.map((one) => firstClose(one, Math.max(1, this.plan.warmUpBars))));
    for (const played of this.played) played.next = (from - played.tape.series.firstStart) / played.tape.series.interval;
    if (this.played.some(({ next, tape }) => next >= tape.series.length))
      throw new InvalidBacktest(`the strategy wants ${this.plan.warmUpBars} bars before the start, and the data ends before that`);
    this.now = from;
    this.curve.startWith(balances[settleAsset] ?? '0');
    const account: AccountTerms = {
      ...{ accountId: ACCOUNT_ID, name: 'backtest', mode: 'paper', venue: this.played[0]!.market.venue },
      ...{ settleAsset, maxPositionSize, startingBalances: balances },
    };
    const { params, watches, warmUpBars } = this.plan;
    const terms = { deploymentId: DEPLOYMENT, strategy: strategy.name, strategyVersion: strategy.version, params, watches, warmUpBars };
    this.desk.open(
      account,
      terms,
      this.played.map(({ market }) => market),
      from,
    );
    return from;
  }

  private nextClose(): number {
    let first = Infinity;
    for (const { next, tape } of this.played)
      if (next < tape.series.length) first = Math.min(first, tape.series.startOf(next) + tape.series.interval);
    return first;
  }

  /** Everything until that close: first what the venue does with our orders, then the bars that close, shorter ones first. */
  private playUntil(close: number): number {
    let bars = 0;
    for (const played of this.played) {
      const { series } = played.tape;
      if (played.next >= series.length || series.startOf(played.next) + series.interval !== close) continue;
      const bar = series.at(played.next);
      played.venue.play(bar, (report, at) => this.tell(at, () => this.desk.report(report, at)));
      played.next += 1;
      bars += 1;
      this.curve.priced(played.market.symbol, numberOf(played.market, bar.close));
    }
    this.now = close;
    for (const watched of this.watched) {
      if (close % watched.length !== 0 || watched.played.next === 0) continue;
      const bar = closedBar(watched, close);
      if (bar)
        this.tell(close, () => this.desk.step({ type: 'bar', symbol: watched.symbol, interval: watched.interval as never, bar }, close));
    }
    return bars;
  }

  private tell(at: number, step: () => void): void {
    if (this.fault) return;
    this.now = at;
    try {
      step();
    } catch (error) {
      if (!(error instanceof StrategyFault)) throw error;
      this.fault = { hook: error.hook, message: error.message, at };
    }
  }

  private answer(delivery: Delivery): StrategyAnswer {
    return this.runtime.deliver(delivery);
  }

  private hear(event: CoreEvent): void {
    this.curve.take(event);
    if (event.type === 'FillRecorded') this.fills.push(event.fill);
  }

  private history(symbol: string, interval: string, bars: number): readonly BarText[] {
    const watched = this.watched.find((one) => one.symbol === symbol && one.interval === interval)!;
    const found: BarText[] = [];
    for (let close = this.now - (bars - 1) * watched.length; close <= this.now; close += watched.length) {
      const bar = closedBar(watched, close);
      if (bar) found.push(bar);
    }
    return found;
  }

  private playedOf(symbol: string): Played {
    return this.played.find(({ market }) => market.symbol === symbol)!;
  }
}

function watchedOf({ symbol, interval }: StrategyPlan['watches'][number], played: readonly Played[]): Watched {
  const found = played.find(({ market }) => market.symbol === symbol);
  if (!found) throw new InvalidBacktest(`the strategy watches ${symbol}, of which there is no data`);
  const length = INTERVALS[interval];
  if (length % found.tape.series.interval !== 0)
    throw new InvalidBacktest(`${interval} bars of ${symbol} cannot be made of the ${found.tape.interval} bars that there are`);
  return { symbol, interval, length, played: found };
}

/** The close of the bar before which `bars` bars are whole. */
function firstClose({ length, played }: Watched, bars: number): number {
  return Math.ceil(played.tape.series.firstStart / length) * length + bars * length;
}

/** The bar that closes at that time; null when the tape does not have all of it. */
function closedBar({ length, played: { market, tape } }: Watched, close: number): BarText | null {
  const { series } = tape;
  const first = series.indexAt(close - length);
  const count = length / series.interval;
  if (first < 0 || first + count > series.length) return null;
  return textOf(market, count === 1 ? series.at(first) : joinBars(series, first, count, close - length));
}

function textOf(market: MarketInstrument, { start, open, high, low, close, volume }: TickBar): BarText {
  const price = (ticks: number): string => market.tickSize.times(decimalOf(ticks)).toString();
  return {
    start,
    open: price(open),
    high: price(high),
    low: price(low),
    close: price(close),
    volume: market.lotSize.times(decimalOf(volume)).toString(),
  };
}

function decimalOf(units: number): Decimal {
  return Decimal.fromUnits(BigInt(units), 0);
}

function numberOf(market: MarketInstrument, ticks: number): number {
  return market.tickSize.times(decimalOf(ticks)).toNumber();
}
