export type {
  AccountTerms,
  BarText,
  DeploymentTerms,
  Input,
  InputBody,
  OperatorCommand,
  SignalText,
  Texted,
  VenueReport,
} from './core/input';
export { isDurable } from './core/event';
export { openOrderOf } from './core/delivery';
export { LIQUIDATION } from './core/liquidation';
export { averagePriceText } from './core/value';
export type { Prices } from './core/value';
export type { AccountValue, Cause, CoreEvent } from './core/event';
export type { Effect, StepResult } from './core/effect';
export { TradingCore } from './core/trading-core';
export type { CoreProgress, DeploymentView, PositionView, SymbolTrust } from './core/trading-core';
export type { ArmedStop } from './core/stops';
export type { DueTimer } from './core/timers';
export type { DecisionTaken, DeploymentStatus, Watch } from './core/state';
export { EventLogHash } from './replay/event-log-hash';
export type {
  Dispatch,
  DispatchKind,
  DispatchState,
  DispatchStore,
  ExecutionClock,
  ExecutionWatch,
  HardLimits,
  InboxReport,
  Latch,
  Lease,
  OwnOrder,
} from './execution/ports';
export { MissedNews } from './execution/missed-news';
export { InstrumentLimits } from './execution/instrument-limits';
export { OrderExecutor } from './execution/order-executor';
export type { ExecutorPorts } from './execution/order-executor';
export { ReportIntake } from './execution/report-intake';
export { Reconciler } from './execution/reconciler';
export { Settlement } from './execution/settlement';
export { VenueTime } from './execution/venue-time';
