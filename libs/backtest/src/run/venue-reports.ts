import type { VenueReport } from '@libs/engine';
import type { Change, SimOrder, Venue } from '@libs/simulation';

const STATUSES = {
  UNTRIGGERED: 'ACCEPTED',
  NEW: 'ACCEPTED',
  PARTIALLY_FILLED: 'PARTIALLY_FILLED',
  FILLED: 'FILLED',
  CANCELLED: 'CANCELED',
  DEACTIVATED: 'CANCELED',
  REJECTED: 'REJECTED',
} as const satisfies Record<SimOrder['status'], string>;

/** What an executor would have told of it. */
export function reportsOf(change: Change, markets: Venue['markets']): readonly VenueReport[] {
  if (change.type === 'order') {
    const { clientOrderId, orderId: venueOrderId, filled, quantity, price, status, cancelReason } = change.order;
    const reason = cancelReason === undefined ? {} : { reason: cancelReason };
    return [
      {
        ...{ kind: 'order', clientOrderId, venueOrderId, status: STATUSES[status], filledQuantity: filled.toString() },
        quantity: quantity.toString(),
        ...(price === undefined ? {} : { price: price.toString() }),
        ...reason,
      },
    ];
  }
  if (change.type !== 'execution' || change.execution.kind !== 'TRADE') return [];
  const { venueSymbol, category } = markets.get(change.execution.market)!.instrument;
  const { executionId, clientOrderId, side, quantity, price, fee, feeAsset, isMaker } = change.execution;
  return [
    {
      ...{ kind: 'execution', executionId, clientOrderId, venueSymbol, category, side },
      ...{ quantity: quantity.toString(), price: price.toString(), fee: fee.toString(), feeAsset },
      liquidity: isMaker ? 'MAKER' : 'TAKER',
    },
  ];
}
