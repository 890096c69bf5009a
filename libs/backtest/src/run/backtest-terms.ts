import type { Fill, LedgerBalances, Order } from '@libs/kernel';
import type { Strategy, StrategyPlan } from '@libs/sdk';
import type { MarketInstrument } from '@libs/simulation';
import type { Curve, RunFunding } from '../metrics/run-record';
import type { BarTape } from './bar-tape';
import type { EventTape } from './event-tape';
import type { FillTerms, FundingRate, MarginTerms } from './fill-terms';
import type { RecordedSignal } from './recorded-signals';
import type { StrategyHost } from './strategy-host';

export interface BacktestMarket {
  readonly market: MarketInstrument;
  /** Of an interval that divides all that the strategy watches of the symbol. */
  readonly tape: BarTape;
  /** Prints, and the book where it is known: the market goes by them instead of the bars, which are made of them (`barsOfEvents`). */
  readonly events?: EventTape;
  /** Settlements of a perpetual contract, oldest first; without them there is no funding. */
  readonly funding?: readonly FundingRate[];
}

/** What is played, and with what. */
export interface BacktestTerms {
  /** One for each symbol that a strategy watches. */
  readonly markets: readonly BacktestMarket[];
  readonly settleAsset: string;
  readonly balances: Readonly<Record<string, string>>;
  /** Fraction of equity per symbol, 0 < x ≤ 1. */
  readonly maxPositionSize: string;
  readonly fills: FillTerms;
  /** Without it nothing is liquidated unless an order happens to be there, and leverage is 10 in cross margin. */
  readonly margin?: MarginTerms;
  /** What somebody outside said, in order of time; what is earlier than the start is not told. */
  readonly signals?: readonly RecordedSignal[];
  /** Market time at which strategies begin, epoch milliseconds; without it as soon as the data has the past that all of them want. */
  readonly startsAt?: number;
  /** Steps the core over each single bar; the result is the same, later. */
  readonly stepsEachBar?: boolean;
}

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

/** With whoever answers for it. */
export interface HostedStrategy extends PlannedStrategy {
  readonly host: StrategyHost;
}

/** What is one strategy's of an account that several traded on. */
export interface StrategyShare {
  /** Its fills carry it. */
  readonly deploymentId: string;
  /** What the account would have been worth with its trades alone, at the close of each bar. */
  readonly curve: Required<Curve>;
  /** Its shares of what the venue settled. */
  readonly funding: readonly RunFunding[];
  readonly fault: BacktestFault | null;
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
  /** Orders that the platform placed to end brackets, as they stood last; by client id. */
  readonly exits: ReadonlyMap<string, Order>;
  /** At the close of each bar. */
  readonly curve: Required<Curve>;
  readonly funding: readonly RunFunding[];
  /** The double-entry ledger of the account at the end. */
  readonly ledger: LedgerBalances;
  /** Market time of the start and of the last close that was played, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  /** Of the last strategy that was left. */
  readonly fault: BacktestFault | null;
  /** In the order of the strategies, where there were several. */
  readonly shares?: readonly StrategyShare[];
}
