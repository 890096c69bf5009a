import type { Fill, Order } from '@libs/kernel';
import type { CoreEvent } from '@libs/engine';
import type { RunFunding } from '../metrics/run-record';

/** Collects from a run's events what its result lists individually. */
export class RunNotes {
  readonly fills: Fill[] = [];
  readonly funding: RunFunding[] = [];
  /** By client id. */
  readonly tags = new Map<string, string>();
  readonly refusals = new Map<string, string>();
  /** Exits of brackets in their last state, by client id. */
  readonly exits = new Map<string, Order>();

  take(event: CoreEvent): void {
    if (event.type === 'FillRecorded') this.fills.push(event.fill);
    if (event.type === 'FundingPaid') this.funding.push({ at: event.at, symbol: event.symbol, amount: event.amount });
    if (event.type !== 'OrderChanged') return;
    const { change, order } = event;
    if (order.bracket !== undefined) this.exits.set(order.clientOrderId, order);
    if (order.tag !== undefined) this.tags.set(order.clientOrderId, order.tag);
    if (change === 'Denied' || change === 'Rejected') this.refusals.set(order.clientOrderId, order.reason ?? change);
  }
}
