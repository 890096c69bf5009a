import type { VenueExecution, VenueOrder } from '@libs/sdk';
import type { VenueReport } from '../core/input';
import type { Dispatch, InboxReport } from './ports';

/** The same report has the same key, however it arrives and however often. */
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

/** An order's state from the stream. */
export function orderReport(order: VenueOrder): InboxReport {
  const { venueOrderId, status, filledQuantity, quantity, price = '' } = order;
  return keyedOrderReport(order, `o:${venueOrderId}:${status}:${filledQuantity}:${quantity}:${price}`);
}

/**
 * An order's state from a query. It has its own key: the stream may have reported the same state before the order was in doubt, and the
 * doubt must be resolved all the same.
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

/** Identifies the amendment, because others of the order may be requested in the meantime. */
export function amendRefused(
  { clientOrderId, askedIn }: Dispatch,
  { code, message }: { readonly code: string; readonly message: string },
): Extract<VenueReport, { kind: 'amend-refused' }> {
  return { kind: 'amend-refused', clientOrderId, code, message, ...(askedIn === null ? {} : { askedIn }) };
}

export function isOver(order: VenueOrder): boolean {
  return order.status === 'FILLED' || order.status === 'CANCELED' || order.status === 'REJECTED';
}
