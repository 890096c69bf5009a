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
  /** Its interval must divide every watched interval of the symbol. */
  readonly tape: BarTape;
  /** Trades, and the book if known. They then drive the market, and the bars are built from them (`barsOfEvents`). */
  readonly events?: EventTape;
  /** Funding settlements of a perpetual contract, oldest first; absent: none. */
  readonly funding?: readonly FundingRate[];
}

/** What is played, and under which conditions. */
export interface BacktestTerms {
  /** One per symbol that a strategy watches. */
  readonly markets: readonly BacktestMarket[];
  readonly settleAsset: string;
  readonly balances: Readonly<Record<string, string>>;
  /** Fraction of equity per symbol, 0 < x ≤ 1. */
  readonly maxPositionSize: string;
  readonly fills: FillTerms;
  /** Absent: cross margin with leverage 10, or the market's most if that is less. */
  readonly margin?: MarginTerms;
  /** External signals, oldest first; those before the start are ignored. */
  readonly signals?: readonly RecordedSignal[];
  /** Market time at which strategies begin, epoch milliseconds; absent: as soon as all warm-ups are over. */
  readonly startsAt?: number;
  /** Steps the core over every bar instead of over runs of unanswered bars; same result, slower. */
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

/** One strategy's share of the result of a shared account. */
export interface StrategyShare {
  /** The id that its fills carry. */
  readonly deploymentId: string;
  /** The account value with only its trades, at the close of each bar. */
  readonly curve: Required<Curve>;
  /** Its shares of the settled funding. */
  readonly funding: readonly RunFunding[];
  readonly fault: BacktestFault | null;
}

/** Where and why a strategy ended before the data did. */
export interface BacktestFault {
  /** `core` if the core itself stopped it. */
  readonly hook: string;
  readonly message: string;
  /** Market time of the event that it received, epoch milliseconds. */
  readonly at: number;
}

export interface BacktestResult {
  readonly fills: readonly Fill[];
  /** Tags of the strategies' orders, by client id. */
  readonly tags: ReadonlyMap<string, string>;
  /** Reasons of denials and rejections, by client id. */
  readonly refusals: ReadonlyMap<string, string>;
  /** Exits that the platform placed for brackets, in their last state, by client id. */
  readonly exits: ReadonlyMap<string, Order>;
  /** Equity and exposure at the close of each bar. */
  readonly curve: Required<Curve>;
  readonly funding: readonly RunFunding[];
  /** The double-entry ledger of the account at the end. */
  readonly ledger: LedgerBalances;
  /** Market time of the start and of the last close played, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  /** The fault of the last strategy to fail; null if any ran to the end. */
  readonly fault: BacktestFault | null;
  /** Present for several strategies, in their order. */
  readonly shares?: readonly StrategyShare[];
}
