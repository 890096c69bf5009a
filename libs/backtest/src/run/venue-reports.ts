import type { Instrument } from '@libs/kernel';
import type { VenueReport } from '@libs/engine';
import { REPORTED_STATUS } from '@libs/simulation';
import type { Change, SimExecution, SimOrder, Venue } from '@libs/simulation';

/** What an executor would have reported of it. */
export function reportsOf(change: Change, markets: Venue['markets']): readonly VenueReport[] {
  switch (change.type) {
    case 'order':
      // The venue's own liquidation order is not one of ours.
      return change.order.purpose === 'LIQUIDATION' ? [] : [orderReport(change.order)];
    case 'execution':
      return executionReports(change.execution, markets.get(change.execution.market)!.instrument);
    case 'ledger': {
      const { kind, id: transferId, asset, change: amount } = change.entry;
      return kind === 'INSURANCE' ? [{ kind: 'insurance', transferId, asset, amount: amount.toString() }] : [];
    }
    default:
      return [];
  }
}

function orderReport({ clientOrderId, orderId: venueOrderId, filled, quantity, price, status, cancelReason }: SimOrder): VenueReport {
  return {
    kind: 'order',
    clientOrderId,
    venueOrderId,
    status: REPORTED_STATUS[status],
    filledQuantity: filled.toString(),
    quantity: quantity.toString(),
    ...(price === undefined ? {} : { price: price.toString() }),
    ...(cancelReason === undefined ? {} : { reason: cancelReason }),
  };
}

function executionReports(execution: SimExecution, { venueSymbol, category }: Instrument): readonly VenueReport[] {
  const { executionId, clientOrderId, side, feeAsset, isMaker, feeRate, at } = execution;
  const [quantity, price, fee] = [execution.quantity.toString(), execution.price.toString(), execution.fee.toString()];
  const place = { executionId, venueSymbol, category };
  switch (execution.kind) {
    case 'TRADE':
      return [{ kind: 'execution', ...place, clientOrderId, side, quantity, price, fee, feeAsset, liquidity: isMaker ? 'MAKER' : 'TAKER' }];
    case 'LIQUIDATION':
      return [{ kind: 'liquidation', ...place, side, quantity, price, fee, feeAsset }];
    case 'FUNDING': {
      // The venue states what is paid, a report what is received.
      const amount = execution.fee.negated().toString();
      return [{ kind: 'funding', fundingId: executionId, venueSymbol, category, rate: feeRate.toString(), amount, asset: feeAsset, at }];
    }
    case 'AUTO_DELEVERAGING':
    case 'SETTLEMENT':
      throw new Error(`a backtest has no ${execution.kind} of ${venueSymbol}`);
  }
}
