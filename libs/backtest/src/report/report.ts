import type { MetricName, Metrics } from '../metrics/metric-table';
import type { YearTerms } from '../metrics/growth';
import type { MonthReturn } from '../metrics/months';
import type { Trials } from '../metrics/significance';
import type { TripSide } from '../metrics/round-trip';
import type { RunPart } from '../metrics/run-record';
import type { MonteCarlo } from '../monte-carlo/monte-carlo';
import type { Surface } from '../search/surface';
import type { WalkWindow } from '../walk-forward/windows';

export const REPORT_SCHEMA = 'plimsoll.backtest-report/1';

/** A curve thinned out for drawing; times are epoch milliseconds. */
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

/** How many days earned how much; bin i reaches from edges[i] to edges[i + 1]. */
export interface Distribution {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Days that earned exactly nothing, mostly because nothing was held; they are in no bin. */
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
  /** Profit in units of the risk taken; null where none was named. */
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

/** Closed trades that share a word. */
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

/** What was run, in the words of its owner. */
export interface ReportSubject {
  readonly title: string;
  readonly strategy: string;
  readonly version: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** The asset that all amounts are in. */
  readonly quote: string;
  /** What a reader must know to believe the rest: fill model, fees, data that was missing. */
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
  /** The best ones with the metric as it is, best first. */
  readonly ranked: readonly { readonly params: Readonly<Record<string, unknown>>; readonly value: number }[];
  readonly surfaces: readonly Surface[];
}

/** One strategy of several on the account. */
export interface ReportStrategy extends Pick<RunPart, 'label' | 'strategy' | 'version' | 'params' | 'fault'> {
  /** Computed from its own trades, on the equity of the whole account. */
  readonly metrics: Metrics;
  readonly equity: Series;
}

/** Figures of a run over one stretch of time, training or test. */
export interface StretchFigures {
  /** Value of the metric that was searched for. */
  readonly value: number | null;
  readonly totalReturn: number | null;
  readonly maxDrawdown: number | null;
  readonly sharpe: number | null;
  readonly trades: number | null;
}

/** One window of a walk forward. */
export interface WalkedStretch extends WalkWindow {
  /** Trials that were run in it. */
  readonly trials: number;
  /** Null where no trial had a value; the account stood aside. */
  readonly winner: {
    readonly params: Readonly<Record<string, unknown>>;
    readonly inSample: StretchFigures;
    readonly outOfSample: StretchFigures;
    /** Where and why it ended before its test did. */
    readonly fault: string | null;
  } | null;
  /** Decimal text; what one test leaves the next begins with. */
  readonly startingEquity: string;
  readonly endEquity: string;
}

/** The windows that a run was put together of. */
export interface WalkSummary {
  readonly sampler: string;
  readonly metric: MetricName;
  readonly better: 'higher' | 'lower';
  /** Lengths in milliseconds. */
  readonly train: number;
  readonly test: number;
  /** Whether training always began at the start of the data. */
  readonly anchored: boolean;
  /** How many windows there are; fewer were walked where no equity was left. */
  readonly asked: number;
  /** Walk-forward efficiency; null where nothing was earned in sample. */
  readonly efficiency: number | null;
  readonly windows: readonly WalkedStretch[];
}

/** A run as a JSON-able value, small however long the run was. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly subject: ReportSubject;
  readonly from: number;
  readonly to: number;
  readonly startingEquity: string;
  /** What the annual measures are held against; absent in reports of earlier versions, whose year is the usual one. */
  readonly year?: YearTerms;
  readonly metrics: Metrics;
  readonly equity: Series;
  /** Fractions of the highest equity so far, 0…1 and above when the account owes. */
  readonly drawdown: Series;
  /** What equal parts of all markets would have made of the starting equity, by day; null without a market. */
  readonly benchmark: Series | null;
  /** Exposure ÷ equity; null where the run did not record it. */
  readonly exposure: Series | null;
  readonly markets: readonly ReportMarket[];
  readonly months: readonly MonthReturn[];
  readonly distribution: Distribution;
  /** The deepest ones, deepest first. */
  readonly drawdowns: readonly ReportDrawdown[];
  readonly entryTags: readonly BreakdownRow[];
  readonly exitReasons: readonly BreakdownRow[];
  /** In the order in which they were opened. */
  readonly trades: readonly ReportTrade[];
  /** How many more there were, with smaller results; metrics count them all. */
  readonly tradesLeftOut: number;
  /** Present where several strategies shared the account: each by itself. Everything else describes the account and the trades of all. */
  readonly strategies?: readonly ReportStrategy[];
  /** The trials on record that the deflated Sharpe ratio counts. */
  readonly trials?: Trials;
  readonly search?: SearchSummary;
  readonly walk?: WalkSummary;
  readonly monteCarlo?: MonteCarlo;
}
