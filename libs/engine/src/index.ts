export type { AccountTerms, BarText, DeploymentTerms, Input, InputBody, OperatorCommand, Texted, VenueReport } from './core/input';
export { isDurable } from './core/event';
export type { AccountValue, Cause, CoreEvent } from './core/event';
export type { Effect, StepResult } from './core/effect';
export type { Dispatch, DispatchKind, DispatchState, DispatchStore, InboxReport, Latch, Lease, OwnOrder } from './execution/ports';
