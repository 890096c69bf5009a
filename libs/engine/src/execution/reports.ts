import type { VenueExecution, VenueOrder } from '@libs/sdk';
import type { VenueReport } from '../core/input';
import type { Dispatch, InboxReport } from './ports';

/** The same news has the same key, whichever way and however often it comes. */
export function executionReport(execution: VenueExecution): InboxReport {
  const { executionId, clientOrderId, venueSymbol, category, side, quantity, price, fee, feeAsset, liquidity, at } = execution;
  const report: VenueReport = {
    kind: 'execution',
    executionId,
    clientOrderId,
    venueSymbol,
    category,
    side,
    quantity,
    price,
    fee,
    feeAsset,
    liquidity,
    at,
  };
  return { dedupeKey: `x:${executionId}`, at, report };
}

/** An order's state as the stream tells it. */
export function orderReport(order: VenueOrder): InboxReport {
  const { venueOrderId, status, filledQuantity, quantity, price = '' } = order;
  return keyedOrderReport(order, `o:${venueOrderId}:${status}:${filledQuantity}:${quantity}:${price}`);
}

/**
 * An order's state as the answer to a question. It has a key of its own: the stream may have told the same before we fell
 * into doubt, and the doubt has to be lifted all the same.
 */
export function keyedOrderReport(order: VenueOrder, dedupeKey: string): InboxReport {
  const { clientOrderId, venueOrderId, status, filledQuantity, quantity, price, reason } = order;
  return {
    dedupeKey,
    at: order.at,
    report: {
      kind: 'order',
      clientOrderId,
      venueOrderId,
      status,
      filledQuantity,
      quantity,
      ...(price === undefined ? {} : { price }),
      ...(reason === undefined ? {} : { reason }),
    },
  };
}

/** What happened to a dispatch row itself. */
export function dispatchReport(dispatch: Dispatch, at: number, report: VenueReport): InboxReport {
  return { dedupeKey: `${report.kind}:${dispatch.id}:${dispatch.attempt}`, at, report };
}

/** Says which amendment it was: others of the order may be asked for meanwhile. */
export function amendRefused(
  { clientOrderId, askedIn }: Dispatch,
  { code, message }: { readonly code: string; readonly message: string },
): Extract<VenueReport, { kind: 'amend-refused' }> {
  return { kind: 'amend-refused', clientOrderId, code, message, ...(askedIn === null ? {} : { askedIn }) };
}

export function isOver(order: VenueOrder): boolean {
  return order.status === 'FILLED' || order.status === 'CANCELED' || order.status === 'REJECTED';
}
