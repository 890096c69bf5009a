export { claimedHost, liveHost, plannedOf, playForClaim, playPlanned, playTogether, runBacktest } from './run/backtest';
export { MOST_LOTS } from './run/bar-player';
export { InvalidBacktest } from './run/invalid-backtest';
export { parseSignals } from './run/recorded-signals';
export type { RecordedSignal } from './run/recorded-signals';
export type { BacktestFault, BacktestMarket, BacktestResult, BacktestSpec, BacktestTerms, PlannedStrategy } from './run/backtest';
export type { HostedStrategy, StrategyShare } from './run/backtest';
export type { Claim, StrategyHost } from './run/strategy-host';
export { MOST_LINES } from './run/strategy-lines';
export type { KeptLines, StrategyLine } from './run/strategy-lines';
export { marketOf, untoldRisk } from './run/market-text';
export type { MarketText } from './run/market-text';
export { SharedColumns, marketColumns } from './run/market-columns';
export { runRecordOf } from './run/run-record-of';
export type { LabelledStrategy } from './run/run-record-of';
export { fillHash } from './run/fill-hash';
export { encodeTape, openTape } from './run/tape-file';
export type { StoredBytes } from './run/tape-file';
export { InvalidTape, barTape } from './run/bar-tape';
export { columnTape } from './run/column-tape';
export { barsOfEvents } from './run/event-bars';
export { decodeEvents, encodeEvents } from './run/event-file';
export { EventTapeWriter, batchesIn } from './run/event-tape';
export type { EventTape } from './run/event-tape';
export type { BarTape } from './run/bar-tape';
export type { FillTerms, FundingRate, LatencyTerms, MarginTerms } from './run/fill-terms';
export { analyseRun, metricsOf } from './metrics/analysis';
export type { Analysis, MetricOptions } from './metrics/analysis';
export { USUAL_YEAR, isUsualYear } from './metrics/growth';
export type { YearTerms } from './metrics/growth';
export { CurveRecorder } from './metrics/curve-recorder';
export { excursionsOf } from './metrics/excursions';
export type { Excursions } from './metrics/excursions';
export { METRICS, METRIC_NAMES, describeMetric } from './metrics/metric-table';
export type { MetricDescription, MetricName, MetricUnit, Metrics } from './metrics/metric-table';
export type { MonthReturn } from './metrics/months';
export { equityChange, roundTripsOf } from './metrics/round-trips';
export type { RoundTrips } from './metrics/round-trips';
export type { RoundTrip, TripLeg, TripSide } from './metrics/round-trip';
export { runFillOf } from './metrics/run-fill';
export type { Amount, Curve, MarketColumns, RunFill, RunFunding, RunRecord } from './metrics/run-record';
export { deflatedSharpe, expectedBestSharpe, minimumTrackRecord, probabilisticSharpe } from './metrics/significance';
export type { Trials } from './metrics/significance';
export { formatMetric } from './report/page/format';
export { compareReports } from './report/compare-reports';
export type { Comparison, ComparisonRow } from './report/compare-reports';
export { REPORT_SCHEMA } from './report/report';
export type {
  BreakdownRow,
  Distribution,
  Report,
  ReportDrawdown,
  ReportMarket,
  ReportStrategy,
  ReportSubject,
  ReportTrade,
  SearchSummary,
  Series,
  StretchFigures,
  WalkSummary,
  WalkedStretch,
} from './report/report';
export { reportOf } from './report/report-of';
export type { ReportOptions } from './report/report-of';
export { REPORT_POLICY, renderReport } from './report/render-report';
export { analyseLookahead, analyseWarmUp } from './lookahead/analyse';
export type { Check, Finding, FindingKind, LookaheadAnalysis, Sources } from './lookahead/finding';
export { freshly } from './lookahead/observation';
export type { Bench, Laboratory, Observation, ObservedFault, Play, RunRequest } from './lookahead/observation';
export { observe, observedBacktest } from './lookahead/observe';
export type { ObserveOptions, ObservedRun } from './lookahead/observe';
export { outerVariables } from './lookahead/outer-variables';
export type { OuterVariable } from './lookahead/outer-variables';
export { lineAt, readCode } from './lookahead/source-code';
export type { Code } from './lookahead/source-code';
export { generatedBook } from './workbench/generated-book';
export type { GeneratedBook } from './workbench/generated-book';
export { BOOK_KINDS, MARKET_KINDS, MARKET_WORDS, generatedInstrument, generatedTape } from './workbench/generated-market';
export type { GeneratedMarket, MarketKind } from './workbench/generated-market';
export type { Variant } from './lookahead/variant';
export { cutEvents, cutTape } from './run/cut-tape';
export { InvalidSearch } from './search/invalid-search';
export { trialsOnRecord } from './search/ledger';
export type { LedgerQuery } from './search/ledger';
export { objectiveOf, valueOf } from './search/objective';
export type { Objective } from './search/objective';
export { optimise } from './search/optimise';
export type { ScoredTrial, SearchPorts, SearchProgress, SearchResult, SearchSpec, TrialStore, TrialWorker } from './search/optimise';
export { runTrial } from './search/run-trial';
export type { TrialOrder, TrialTerms } from './search/run-trial';
export type { Sampler } from './search/samplers/sampler';
export { SAMPLERS, samplerOf } from './search/samplers/sampler-of';
export type { SamplerName } from './search/samplers/sampler-of';
export { cornersOf, paramsAt, spaceOf } from './search/space/parameter-space';
export type { ParameterSpace, SpaceRequest } from './search/space/parameter-space';
export type { Dimension, Point } from './search/space/dimension';
export { countsOf, isMetrics } from './search/trial';
export type { Trial, TrialCounts, TrialRun } from './search/trial';
export { lineOf, readTrialLog } from './search/trial-log';
export type { LogLine, SearchHeader, TrialLog } from './search/trial-log';
export { surfacesOf } from './search/surface';
export type { Surface, SurfaceAxis } from './search/surface';
export type { Bands, DayCourses, MonteCarlo, MonteCarloOptions, TradeCourses } from './monte-carlo/monte-carlo';
export { follows, longestWatch, pastFrom, startingAt, warmUpOf } from './search/warm-start';
export { CAUSES } from './parity/causes';
export type { Cause, CauseMoney } from './parity/causes';
export { closingPrices } from './parity/closing-prices';
export { compareRecording } from './parity/compare-recording';
export type { PlayedRun, RecordingComparison } from './parity/compare-recording';
export { NotedHost } from './parity/noted-host';
export type { NamedBug, OrderDifference, OrderSummary, ParityReport, Share } from './parity/parity-report';
export { LacksMinutes, NotComparable } from './parity/not-comparable';
export { recordedMarkets } from './parity/recorded-tapes';
export type { RecordedMarket, RecordedMarkets } from './parity/recorded-tapes';
export { lastCloseOf } from './parity/recording';
export type { DeploymentRecording } from './parity/recording';
export { SessionReader } from './parity/session-reader';
export { closedOut, finalEquity } from './walk-forward/close-out';
export { walkForwardEfficiency } from './walk-forward/efficiency';
export type { Earned } from './walk-forward/efficiency';
export { stitched } from './walk-forward/stitch';
export { windowsOf } from './walk-forward/windows';
export type { Span, WalkTerms, WalkWindow } from './walk-forward/windows';
