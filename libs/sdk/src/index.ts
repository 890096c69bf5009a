export type {
  Decision,
  Delivery,
  HostFrame,
  SandboxFrame,
  StrategyAnswer,
  StrategyBar,
  StrategyCommand,
  StrategyContext,
  StrategyEvent,
  StrategyLog,
  SymbolTrusts,
} from './strategy/protocol';
export { defineStrategy } from './strategy/define-strategy';
export type { BarEvent, DataTrustEvent, FillEvent, OrderEvent, Strategy, StrategyDefinition } from './strategy/define-strategy';
export type { ParamProblem, ParameterDescription, PlanResult, StrategyDescription, StrategyPlan, Watch } from './strategy/description';
export { hashText } from './strategy/hash-text';
export type { HookContext, HookLog, InstrumentView, OpenOrder, OrderIntent, OrderOptions, PositionView } from './strategy/hook-context';
export { param } from './strategy/param';
export type { Param, ParamSchema, ParamType, ParamsOf } from './strategy/param';
export { descriptionOf, planStrategy } from './strategy/plan-strategy';
export { StrategyRuntime, hookOf } from './strategy/runtime';
export type { SavedStrategy, StrategyRuntimeOptions } from './strategy/runtime';
export type { Outcome } from './strategy/runtime-context';
export { StrategyFault } from './strategy/strategy-fault';
export { validateParams } from './strategy/validate-params';
export type { ParamsResult } from './strategy/validate-params';
export { ema } from './indicators/ema';
export type { EmaState } from './indicators/ema';
export type {
  AccountQueries,
  CommandOutcome,
  OrderEntry,
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
export { Decimal, INTERVALS, InvalidDecimal, TRUSTED, decimal, trustOf } from '@libs/kernel';
export type {
  Bar,
  Category,
  DataTrust,
  Instrument,
  Interval,
  OrderSide,
  OrderType,
  Price,
  Quantity,
  Quote,
  TimeInForce,
  TrustLevel,
  TrustReason,
} from '@libs/kernel';
