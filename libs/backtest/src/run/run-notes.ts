import type { Fill } from '@libs/kernel';
import type { CoreEvent } from '@libs/engine';
import type { RunFunding } from '../metrics/run-record';

/** What of a run's events its result names one by one. */
export class RunNotes {
  readonly fills: Fill[] = [];
  readonly funding: RunFunding[] = [];
  /** By client id. */
  readonly tags = new Map<string, string>();
  readonly refusals = new Map<string, string>();

  take(event: CoreEvent): void {
    if (event.type === 'FillRecorded') this.fills.push(event.fill);
    if (event.type === 'FundingPaid') this.funding.push({ at: event.at, symbol: event.symbol, amount: event.amount });
    if (event.type !== 'OrderChanged') return;
    const { change, order } = event;
    if (order.tag !== undefined) this.tags.set(order.clientOrderId, order.tag);
    if (change === 'Denied' || change === 'Rejected') this.refusals.set(order.clientOrderId, order.reason ?? change);
  }
}
