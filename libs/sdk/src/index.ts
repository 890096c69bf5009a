export type {
  AmendmentText,
  Decision,
  Delivery,
  EntryOrder,
  HostFrame,
  SandboxFrame,
  StrategyAnswer,
  StrategyBar,
  StrategyCommand,
  StrategyContext,
  StrategyEvent,
  StrategyLevel,
  StrategyLog,
  StrategyTrade,
  SymbolTrusts,
  WantedOrder,
} from './strategy/protocol';
export { defineStrategy } from './strategy/define-strategy';
export type {
  BarEvent,
  DataTrustEvent,
  FillEvent,
  FundingEvent,
  OrderBookEvent,
  OrderEvent,
  PositionEvent,
  SavedState,
  SignalEvent,
  Strategy,
  StrategyDefinition,
  TickEvent,
  TimerEvent,
  TradeEvent,
} from './strategy/define-strategy';
export type {
  Hearing,
  MarketStream,
  ParamProblem,
  ParameterDescription,
  PlanResult,
  StrategyDescription,
  StrategyPlan,
  Watch,
} from './strategy/description';
export { duration, type DurationText } from './strategy/duration';
export { hashText } from './strategy/hash-text';
export type {
  BracketIntent,
  CloseOptions,
  HookContext,
  HookLog,
  InstrumentView,
  OpenOrder,
  OrderIntent,
  OrderOptions,
  PositionView,
  TargetOptions,
} from './strategy/hook-context';
export { param } from './strategy/param';
export type { Param, ParamSchema, ParamType, ParamsOf } from './strategy/param';
export { descriptionOf, planStrategy } from './strategy/plan-strategy';
export { StrategyRuntime, hookOf } from './strategy/runtime';
export type { SavedStrategy, ShownEvent, StrategyRuntimeOptions } from './strategy/runtime';
export type { ContextAtHand, Outcome } from './strategy/runtime-context';
export { StrategyBarOf } from './strategy/strategy-bar';
export { StrategyFault } from './strategy/strategy-fault';
export { MAX_BOOK_DEPTH } from './strategy/watches';
export { validateParams } from './strategy/validate-params';
export type { ParamsResult } from './strategy/validate-params';
export { atrStop, type AtrStopState } from './guards/atr-stop';
export { cooldown, type CooldownOptions, type CooldownState } from './guards/cooldown';
export { holding, profitFraction, type Held } from './guards/holding';
export { ladder, type LadderOptions, type LadderState } from './guards/ladder';
export { defineUniverse, type Universe, type UniverseChange, type UniverseState } from './universe/define-universe';
export type { UniverseRules } from './universe/universe-rules';
export { patience, type PatienceState } from './guards/patience';
export { patientTarget, type PatientTargetState, type Pursuit, type Verdict } from './guards/patient-target';
export { roiTable, type PriceAt, type RoiTableState } from './guards/roi-table';
export { stopLoss, type StopLossState } from './guards/stop-loss';
export { trailingStop, type TrailingStopOptions, type TrailingStopState } from './guards/trailing-stop';
export { accumulationDistribution, type AccumulationDistributionState } from './indicators/accumulation-distribution';
export { adx, type AdxState, type AdxValue } from './indicators/adx';
export { aroon, type AroonState, type AroonValue } from './indicators/aroon';
export { atr, type AtrState } from './indicators/atr';
export { bollinger, type BollingerOptions, type BollingerState, type BollingerValue } from './indicators/bollinger';
export { cci, type CciState } from './indicators/cci';
export { chaikinMoneyFlow, type ChaikinMoneyFlowState } from './indicators/chaikin-money-flow';
export { crossedAbove, crossedBelow, type CrossState } from './indicators/cross';
export { dema, type DemaState } from './indicators/dema';
export { donchian, type DonchianState, type DonchianValue } from './indicators/donchian';
export { ema, type EmaState } from './indicators/ema';
export { highest, lowest, type ExtremeState } from './indicators/extreme';
export { hma, type HmaState } from './indicators/hma';
export { ichimoku, type IchimokuOptions, type IchimokuState, type IchimokuValue } from './indicators/ichimoku';
export { kama, type KamaOptions, type KamaState } from './indicators/kama';
export { keltner, type KeltnerOptions, type KeltnerState, type KeltnerValue } from './indicators/keltner';
export { linearRegressionSlope, type LinearRegressionSlopeState } from './indicators/linear-regression-slope';
export { macd, type MacdOptions, type MacdState, type MacdValue } from './indicators/macd';
export { mfi, type MfiState } from './indicators/mfi';
export { momentum, roc, type MomentumState } from './indicators/momentum';
export { obv, type ObvState } from './indicators/obv';
export { parabolicSar, type ParabolicSarOptions, type ParabolicSarState, type ParabolicSarValue } from './indicators/parabolic-sar';
export { resample, type ResampleOptions, type ResampleState } from './indicators/resample';
export { rma, type RmaState } from './indicators/rma';
export { rsi, type RsiState } from './indicators/rsi';
export { sma, type SmaState } from './indicators/sma';
export { standardDeviation, type StandardDeviationState } from './indicators/standard-deviation';
export { stochastic, type StochasticOptions, type StochasticState, type StochasticValue } from './indicators/stochastic';
export { stochasticRsi, type StochasticRsiOptions, type StochasticRsiState } from './indicators/stochastic-rsi';
export { supertrend, type SupertrendOptions, type SupertrendState, type SupertrendValue } from './indicators/supertrend';
export { tema, type TemaState } from './indicators/tema';
export { trueRange, type TrueRangeState } from './indicators/true-range';
export {
  anchoredVwap,
  rollingVwap,
  sessionVwap,
  type AnchoredVwapState,
  type RollingVwapState,
  type SessionVwapOptions,
  type SessionVwapState,
} from './indicators/vwap';
export { vwma, type VwmaState } from './indicators/vwma';
export { williamsR, type WilliamsRState } from './indicators/williams-r';
export { wma, type WmaState } from './indicators/wma';
export { zScore, type ZScoreState } from './indicators/z-score';
export type {
  AccountQueries,
  CommandOutcome,
  OrderEntry,
  AmendTicket,
  OrderTicket,
  PrivateEvent,
  SignedCommand,
  VenueBalance,
  VenueExecution,
  VenueOrder,
  VenuePosition,
} from './exchange/trading-ports';
export type { BookChange, LevelText, MarketEvent, PublicTrade, Ticker } from './exchange/market-events';
export type {
  BookSnapshot,
  CodecStreams,
  ExchangeOptions,
  ExchangeUrls,
  FundingSettlement,
  MarketCapabilities,
  MarketData,
  ParsedFrame,
  StreamCodec,
  StreamLimits,
  Subscription,
  TradePage,
  Transport,
  VendorStream,
  VendorStreamHandlers,
  VendorStreams,
} from './exchange/market-ports';
export type { ExchangeCapabilities, ExchangeFamily, ExchangePlugin, TradingPorts, Verification } from './exchange/plugin';
export { InvalidExchange, defineExchange, defineExchangeFamily, urlsAt } from './exchange/define-exchange';
export { Decimal, INTERVALS, InvalidDecimal, TRUSTED, decimal, defined, isOpen, trustOf } from '@libs/kernel';
export type {
  Bar,
  Category,
  DataTrust,
  Instrument,
  Interval,
  OrderSide,
  OrderStatus,
  OrderType,
  Price,
  Quantity,
  Quote,
  TimeInForce,
  TrustLevel,
  TrustReason,
} from '@libs/kernel';
