export type { AccountTerms, BarText, DeploymentTerms, Input, InputBody, OperatorCommand, Texted, VenueReport } from './core/input';
export { isDurable } from './core/event';
export type { AccountValue, Cause, CoreEvent } from './core/event';
export type { Effect, StepResult } from './core/effect';
export { TradingCore } from './core/trading-core';
export type { CoreProgress, DeploymentView, PositionView } from './core/trading-core';
export type { DeploymentStatus, Watch } from './core/state';
export type { Dispatch, DispatchKind, DispatchState, DispatchStore, InboxReport, Latch, Lease, OwnOrder } from './execution/ports';
