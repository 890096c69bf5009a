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
  /** Its interval divides every interval of the symbol that a strategy watches. */
  readonly tape: BarTape;
  /** Prints, and the book where it is known. The market then moves by them; the bars are built from them (`barsOfEvents`). */
  readonly events?: EventTape;
  /** Funding settlements of a perpetual contract, oldest first; absent: none. */
  readonly funding?: readonly FundingRate[];
}

/** What is played, and on which terms. */
export interface BacktestTerms {
  /** One for each symbol that a strategy watches. */
  readonly markets: readonly BacktestMarket[];
  readonly settleAsset: string;
  readonly balances: Readonly<Record<string, string>>;
  /** Fraction of equity per symbol, 0 < x ≤ 1. */
  readonly maxPositionSize: string;
  readonly fills: FillTerms;
  /** Absent: leverage is 10 in cross margin, and a liquidation is noticed only when an order happens to be there. */
  readonly margin?: MarginTerms;
  /** Signals from outside, oldest first; those before the start are left out. */
  readonly signals?: readonly RecordedSignal[];
  /** Market time at which strategies begin, epoch milliseconds; absent: as soon as the warm-up of all of them is over. */
  readonly startsAt?: number;
  /** Steps the core over each single bar instead of over bars that nobody answered together; the same result, more slowly. */
  readonly stepsEachBar?: boolean;
}

export interface BacktestSpec extends BacktestTerms {
  readonly strategy: Strategy;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A strategy by name and plan, without its code. */
export interface PlannedStrategy {
  readonly name: string;
  readonly version: string;
  readonly plan: StrategyPlan;
}

/** A strategy with the host that answers for it: the strategy itself, or the claim of a sandbox. */
export interface HostedStrategy extends PlannedStrategy {
  readonly host: StrategyHost;
}

/** The share of one strategy in the result of an account that several traded on. */
export interface StrategyShare {
  /** The id that its fills carry. */
  readonly deploymentId: string;
  /** What the account would have been worth with its trades alone, at the close of each bar. */
  readonly curve: Required<Curve>;
  /** Its shares of the funding that the venue settled. */
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
  /** Tags that the strategies gave their orders, by client id. */
  readonly tags: ReadonlyMap<string, string>;
  /** Why orders were denied by us or refused by the venue, by client id. */
  readonly refusals: ReadonlyMap<string, string>;
  /** Exits that the platform placed for brackets, in their last state, by client id. */
  readonly exits: ReadonlyMap<string, Order>;
  /** Equity and exposure at the close of each bar. */
  readonly curve: Required<Curve>;
  readonly funding: readonly RunFunding[];
  /** The double-entry ledger of the account at the end. */
  readonly ledger: LedgerBalances;
  /** Market time of the start and of the last close that was played, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  /** The fault of the strategy that failed last; null where one of them ran to the end. */
  readonly fault: BacktestFault | null;
  /** Present where there were several strategies, in their order. */
  readonly shares?: readonly StrategyShare[];
}
