export { SeededRandom, mix32, sequenceId } from './random/seeded-random';
export { Grid } from './market/grid';
export { marketKey } from './market/market-instrument';
export type { MarketInstrument, RiskTier } from './market/market-instrument';
export { BarSeries, NUMBERS_A_BAR, joinBars } from './market/bar-series';
export type { TickBar } from './market/bar-series';
export { planPath, stepAfter } from './market/bar-plan';
export type { BarPlan } from './market/bar-plan';
export { GeneratedBars } from './market/generated-bars';
export type { BarMaker } from './market/generated-bars';
export { ShadowBars } from './market/shadow-bars';
export { fundingFrom, median, smoothedAtClose, smoothedTicks } from './market/reference-price';
export type { PriceView } from './market/reference-price';
export type { BookSide } from './book/book-side';
export { setSyntheticDepth } from './book/synthetic-depth';
export { planFlow } from './book/order-flow';
export { pathLength, pathStep } from './market/bar-path';
export { fillLivelySide } from './book/lively-depth';
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
  SimTimeInForce,
  Trigger,
  TriggerSource,
} from './venue/order';
export { REPORTED_STATUS } from './venue/reported-status';
export type { Refusal, RefusalCode } from './venue/refusal';
export type { Change } from './venue/change';
export type { AccountTerms, OrderAmendment, OrderId, SubmitResult, TradingStop } from './venue/requests';
export { VenueMarket } from './venue/market';
export type { CalmRange } from './venue/desk';
export { Venue } from './venue/venue';
export { VenueAccount } from './account/venue-account';
export { levelAt, riskLevels } from './account/risk-tiers';
export { leverageOf } from './account/settings';
export { positionRisk } from './account/position-risk';
export type { LedgerEntry, LedgerKind } from './account/ledger-entry';
export type { ClosedPosition, TrailingStop, VenuePosition } from './account/position';
export { coinPicture, marginPicture } from './account/margin-picture';
export type { CoinPicture } from './account/margin-picture';
export type { BookSideCode, BookSink, QueueModel, SelfTradeCode, Ticket, TicketTimeInForce } from './matching/book-types';
export type { SeizureKind } from './venue/liquidate';
export { OrderBook } from './matching/order-book';
export { TriggerIndex } from './matching/trigger-index';
export { drawLatency } from './models/latency';
export type { LatencyModel } from './models/latency';
export { EventQueue } from './models/event-queue';
export { accountOf } from './models/message';
export type { Answer, Message } from './models/message';
export { TimedVenue } from './models/timed-venue';
export type { Command, Latencies, TimedOptions } from './models/timed-venue';
