export { SeededRandom, mix32, sequenceId } from './random/seeded-random';
export { pareto, splitWhole } from './random/heavy-tail';
export { Grid } from './market/grid';
export { marketKey } from './market/market-instrument';
export type { FundingTerms, MarketInstrument, MarketKey, PriceLimit, RiskTier } from './market/market-instrument';
export { BarSeries, joinBars } from './market/bar-series';
export type { TickBar } from './market/bar-series';
export { firstStepAfter, pathLength, pathStep } from './market/bar-path';
export type { PathStep } from './market/bar-path';
export { planPath, stepAfter } from './market/bar-plan';
export type { BarPlan } from './market/bar-plan';
export { GeneratedBars } from './market/generated-bars';
export type { BarMaker, GeneratorOptions, Leader } from './market/generated-bars';
export { ShadowBars } from './market/shadow-bars';
export type { ShadowOptions } from './market/shadow-bars';
export { fundingFrom, median, smoothedAtClose, smoothedTicks } from './market/reference-price';
export type { PriceView } from './market/reference-price';
export type { BookSide } from './book/book-side';
export { setSyntheticDepth } from './book/synthetic-depth';
export type { BookSides, DepthOptions } from './book/synthetic-depth';
export { planFlow } from './book/order-flow';
export type { FlowOptions } from './book/order-flow';
export { fillLivelySide } from './book/lively-depth';
export type { LivelyDepthOptions } from './book/lively-depth';
export type { FeeRates } from './account/fees';
export { isOpen, leavesOf } from './venue/order';
export type {
  CancelReason,
  ExecutionKind,
  ExitMode,
  ExitRule,
  OrderPurpose,
  PositionIndex,
  SelfTradePolicy,
  SimExecution,
  SimOrder,
  SimOrderRequest,
  SimOrderStatus,
  SimTimeInForce,
  Trigger,
  TriggerSource,
} from './venue/order';
export type { Refusal, RefusalCode } from './venue/refusal';
export { refuse } from './venue/refusal';
export type { Change } from './venue/change';
export type { AccountTerms, Leverages, OrderAmendment, OrderId, ReferencePrices, SubmitResult, TradingStop } from './venue/requests';
export { VenueMarket } from './venue/market';
export type { FundingClock } from './venue/market';
export { Venue } from './venue/venue';
export type { VenueOptions } from './venue/venue';
export { VenueAccount } from './account/venue-account';
export type { AccountIdentity } from './account/venue-account';
export type { AccountMarket, AccountMarkets } from './account/account-market';
export { averageEntryOf, unrealisedOf } from './account/apply-trade';
export { defaultTiers, levelAt, limitAt, riskLevels } from './account/risk-tiers';
export type { RiskLevel } from './account/risk-tiers';
export { leverageOf } from './account/settings';
export type { MarginMode, MarketSettings } from './account/settings';
export { positionRisk } from './account/position-risk';
export type { PositionRisk } from './account/position-risk';
export type { PositionQuestion } from './account/liquidation';
export { changeLeverage, changeMarginMode } from './account/change-settings';
export { dollarPrice } from './account/valuation';
export { bookTransfer } from './account/ledger';
export type { Transfer } from './account/ledger';
export type { LedgerEntry, LedgerKind } from './account/ledger-entry';
export type { ClosedPosition, TrailingStop, VenuePosition } from './account/position';
export { coinPicture, marginPicture } from './account/margin-picture';
export type { CoinPicture, MarginPicture } from './account/margin-picture';
export { HOUSE, SelfTrade } from './matching/book-types';
export type {
  AmendOutcome,
  BookOptions,
  BookSideCode,
  BookSink,
  QueueModel,
  SelfTradeCode,
  SubmitOutcome,
  LevelArrays,
  Ticket,
  TicketTimeInForce,
} from './matching/book-types';
export type { SeizureKind } from './venue/liquidate';
export { OrderBook } from './matching/order-book';
export { TriggerIndex } from './matching/trigger-index';
export type { TriggerDirection } from './matching/trigger-index';
export { drawLatency } from './models/latency';
export type { LatencyModel } from './models/latency';
export { accountOf } from './models/message';
export type { Answer, Message } from './models/message';
export { TimedVenue } from './models/timed-venue';
export type { Command, Latencies, TimedOptions } from './models/timed-venue';
