import type { Interval } from '@libs/kernel';
import type { AmendTicket, Delivery, MarketStream, OrderTicket } from '@libs/sdk';
import type { CoreEvent } from './event';
import type { DeploymentTerms } from './input';

/** What the outside world must do as the result of a step. Submits and cancels become dispatch rows in the step's transaction. */
export type Effect =
  | { readonly type: 'submit'; readonly ticket: OrderTicket }
  /** The order with its new terms, and which of them changed. */
  | { readonly type: 'amend'; readonly ticket: AmendTicket }
  | { readonly type: 'cancel'; readonly clientOrderId: string; readonly instrument: OrderTicket['instrument'] }
  | { readonly type: 'load-strategy'; readonly terms: DeploymentTerms }
  | { readonly type: 'unload-strategy'; readonly deploymentId: string }
  | { readonly type: 'deliver'; readonly delivery: Delivery }
  | { readonly type: 'watch'; readonly symbol: string; readonly interval: Interval }
  | ({ readonly type: 'watch' } & MarketStream)
  | {
      readonly type: 'request-history';
      readonly deploymentId: string;
      readonly symbol: string;
      readonly interval: Interval;
      readonly bars: number;
    };

export interface StepResult {
  readonly events: readonly CoreEvent[];
  readonly effects: readonly Effect[];
}
