import type { MetricName, Metrics } from '../metrics/metric-table';
import type { YearTerms } from '../metrics/growth';
import type { MonthReturn } from '../metrics/months';
import type { Trials } from '../metrics/significance';
import type { TripSide } from '../metrics/round-trip';
import type { RunFault, RunLog, RunPart } from '../metrics/run-record';
import type { MonteCarlo } from '../monte-carlo/monte-carlo';
import type { Surface } from '../search/surface';
import type { WalkWindow } from '../walk-forward/windows';

export const REPORT_SCHEMA = 'plimsoll.backtest-report/1';

/** A curve reduced for drawing; times are epoch milliseconds. */
export interface Series {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** Bars of one symbol, merged until few enough to draw. */
export interface ReportMarket {
  readonly symbol: string;
  /** When each bar ends. */
  readonly times: readonly number[];
  readonly opens: readonly number[];
  readonly highs: readonly number[];
  readonly lows: readonly number[];
  readonly closes: readonly number[];
}

/** A histogram of daily returns; bin i reaches from edges[i] to edges[i + 1]. */
export interface Distribution {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Days with a return of exactly zero, usually without a position; they are in no bin. */
  readonly unchanged: number;
}

/** One round trip; amounts are decimal text in the quote asset. */
export interface ReportTrade {
  readonly symbol: string;
  readonly side: TripSide;
  readonly openedAt: number;
  /** null: still open; profit and exit are then those at the last close. */
  readonly closedAt: number | null;
  readonly quantity: string;
  readonly entryPrice: string;
  readonly exitPrice: string | null;
  /** After fees and funding. */
  readonly profit: string;
  readonly return: number;
  /** Profit in units of the risk; null if it was not stated. */
  readonly r: number | null;
  readonly fees: string;
  readonly funding: string;
  /** Maximum adverse and favourable excursion. */
  readonly adverse: number;
  readonly favourable: number;
  readonly entryTag: string | null;
  readonly exitReason: string | null;
  /** The label of the strategy that traded, where there were several. */
  readonly strategy?: string;
}

/** Closed trades with the same tag or reason. */
export interface BreakdownRow {
  /** null: those without one. */
  readonly word: string | null;
  readonly trades: number;
  readonly profit: string;
  readonly winRate: number;
  readonly profitFactor: number | null;
}

export interface ReportDrawdown {
  readonly peakAt: number;
  readonly troughAt: number;
  readonly recoveredAt: number | null;
  readonly amount: number;
  readonly depth: number;
}

/** What was run, in the user's words. */
export interface ReportSubject {
  readonly title: string;
  readonly strategy: string;
  readonly version: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** The asset that all amounts are in. */
  readonly quote: string;
  /** What a reader must know to judge the results: fill model, fees, missing data. */
  readonly notes?: readonly string[];
}

/** The search that found the parameters of a run. */
export interface SearchSummary {
  readonly sampler: string;
  /** The metric that was maximised or minimised. */
  readonly metric: MetricName;
  readonly better: 'higher' | 'lower';
  readonly done: number;
  readonly failed: number;
  readonly refused: number;
  /** The best ones with the metric's own value, best first. */
  readonly ranked: readonly { readonly params: Readonly<Record<string, unknown>>; readonly value: number }[];
  readonly surfaces: readonly Surface[];
}

/** One strategy of several on the account. */
export interface ReportStrategy extends Pick<RunPart, 'label' | 'strategy' | 'version' | 'params' | 'fault'> {
  /** Computed from its own trades, on the equity of the whole account. */
  readonly metrics: Metrics;
  readonly equity: Series;
}

/** Figures of a run over one period, training or test. */
export interface StretchFigures {
  /** Value of the searched metric. */
  readonly value: number | null;
  readonly totalReturn: number | null;
  readonly maxDrawdown: number | null;
  readonly sharpe: number | null;
  readonly trades: number | null;
}

/** One window of a walk forward. */
export interface WalkedStretch extends WalkWindow {
  /** Number of trials run in it. */
  readonly trials: number;
  /** Null if no trial had a value; the account did not trade. */
  readonly winner: {
    readonly params: Readonly<Record<string, unknown>>;
    readonly inSample: StretchFigures;
    readonly outOfSample: StretchFigures;
    /** Where and why it ended before its test did. */
    readonly fault: string | null;
  } | null;
  /** Decimal text; the next test begins with what one test leaves. */
  readonly startingEquity: string;
  readonly endEquity: string;
}

/** The windows from which a run was assembled. */
export interface WalkSummary {
  readonly sampler: string;
  readonly metric: MetricName;
  readonly better: 'higher' | 'lower';
  /** Lengths in milliseconds. */
  readonly train: number;
  readonly test: number;
  /** True if training always began at the start of the data. */
  readonly anchored: boolean;
  /** Number of windows; fewer were traded if no equity was left. */
  readonly asked: number;
  /** Walk-forward efficiency; null if nothing was earned in sample. */
  readonly efficiency: number | null;
  readonly windows: readonly WalkedStretch[];
}

/** The report of a run as JSON data, small however long the run was. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly subject: ReportSubject;
  readonly from: number;
  readonly to: number;
  readonly startingEquity: string;
  /** The basis of annualised metrics; absent in reports of earlier versions, which use the default. */
  readonly year?: YearTerms;
  readonly metrics: Metrics;
  readonly equity: Series;
  /** Fractions of the highest equity so far, 0…1, or above if the account is in debt. */
  readonly drawdown: Series;
  /** The starting equity held in equal parts of all markets, by day; null without a market. */
  readonly benchmark: Series | null;
  /** Exposure ÷ equity; null if the run did not record it. */
  readonly exposure: Series | null;
  readonly markets: readonly ReportMarket[];
  readonly months: readonly MonthReturn[];
  readonly distribution: Distribution;
  /** The deepest ones, deepest first. */
  readonly drawdowns: readonly ReportDrawdown[];
  readonly entryTags: readonly BreakdownRow[];
  readonly exitReasons: readonly BreakdownRow[];
  /** In order of opening. */
  readonly trades: readonly ReportTrade[];
  /** Number of omitted trades, with smaller results; metrics count them all. */
  readonly tradesLeftOut: number;
  /** Present if several strategies shared the account: each by itself. Everything else describes the account and the trades of all. */
  readonly strategies?: readonly ReportStrategy[];
  /** What ended the run early: the fault of the last strategy to fail; null if any ran to the end. Absent in reports of earlier versions. */
  readonly fault?: RunFault | null;
  /** Positions taken over by the venue: the first time, and how many times; absent: never. */
  readonly liquidated?: { readonly at: number; readonly times: number };
  /** What the strategies wrote, in their order; absent in reports of earlier versions. */
  readonly logs?: readonly RunLog[];
  /** The recorded trials that the deflated Sharpe ratio counts. */
  readonly trials?: Trials;
  readonly search?: SearchSummary;
  readonly walk?: WalkSummary;
  readonly monteCarlo?: MonteCarlo;
}
