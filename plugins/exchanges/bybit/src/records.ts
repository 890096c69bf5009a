import type { VenueExecution, VenueOrder, VenuePosition } from '@libs/sdk';
import { Decimal } from '@libs/sdk';
import { feeAssetOf, toSide } from './symbols';
import { MalformedMessage, millis, text, textOr, tradedCategory } from './wire';
import type { Fields } from './wire';

/**
 * Statuses of https://bybit-exchange.github.io/docs/v5/enum#orderstatus. A derivative that is `Cancelled` may have executed
 * quantity; `Untriggered` and `Triggered` are conditional orders that the venue holds.
 */
const STATUSES: Readonly<Record<string, VenueOrder['status']>> = {
  New: 'ACCEPTED',
  Untriggered: 'ACCEPTED',
  Triggered: 'ACCEPTED',
  PartiallyFilled: 'PARTIALLY_FILLED',
  Filled: 'FILLED',
  Cancelled: 'CANCELED',
  PartiallyFilledCanceled: 'CANCELED',
  Deactivated: 'CANCELED',
  Rejected: 'REJECTED',
};

/** An order of a category we trade, else null; `category` stands in where the record has none (REST lists). */
export function toOrder(record: Fields, listCategory?: unknown): VenueOrder | null {
  const category = tradedCategory(record['category'] ?? listCategory);
  if (!category) return null;
  const wire = text(record, 'orderStatus');
  const status = STATUSES[wire];
  if (!status) throw new MalformedMessage(`order status "${wire}"`);
  const filledQuantity = textOr(record, 'cumExecQty', '0');
  const reason = reasonOf(record);
  return {
    clientOrderId: textOr(record, 'orderLinkId', ''),
    venueOrderId: text(record, 'orderId'),
    venueSymbol: text(record, 'symbol'),
    category,
    side: toSide(record['side']),
    // Bybit rejects an order it has partly filled (recorded); what was filled stands, so the rest is a cancellation.
    status: status === 'REJECTED' && !Decimal.parse(filledQuantity).isZero ? 'CANCELED' : status,
    quantity: plain(text(record, 'qty')),
    ...priceOf(record),
    filledQuantity: plain(filledQuantity),
    ...(reason ? { reason } : {}),
    at: millis(textOr(record, 'updatedTime', null) ?? record['createdTime'], 'an order time'),
  };
}

/** A market order has the price zero, or none. */
function priceOf(record: Fields): Pick<VenueOrder, 'price'> {
  const price = textOr(record, 'price', '');
  return price === '' || Decimal.parse(price).isZero ? {} : { price: plain(price) };
}

function reasonOf(record: Fields): string | null {
  const told = [textOr(record, 'rejectReason', ''), textOr(record, 'cancelType', '')];
  return told.find((reason) => reason !== '' && reason !== 'EC_NoError' && reason !== 'UNKNOWN') ?? null;
}

/** A trade of ours, else null: funding, settlement and the like carry quantities but are no trades (nautilus_trader#4937). */
export function toExecution(record: Fields, listCategory?: unknown): VenueExecution | null {
  const category = tradedCategory(record['category'] ?? listCategory);
  if (!category || record['execType'] !== 'Trade') return null;
  const venueSymbol = text(record, 'symbol');
  const side = toSide(record['side']);
  return {
    executionId: text(record, 'execId'),
    clientOrderId: textOr(record, 'orderLinkId', ''),
    venueOrderId: text(record, 'orderId'),
    venueSymbol,
    category,
    side,
    quantity: plain(text(record, 'execQty')),
    price: plain(text(record, 'execPrice')),
    fee: plain(textOr(record, 'execFee', '0')),
    feeAsset: textOr(record, 'feeCurrency', null) ?? feeAssetOf(category, venueSymbol, side),
    liquidity: record['isMaker'] === true ? 'MAKER' : 'TAKER',
    at: millis(record['execTime'], 'an execution time'),
  };
}

/** A position that is not flat, else null. */
export function toPosition(record: Fields): VenuePosition | null {
  const size = Decimal.parse(textOr(record, 'size', '0'));
  if (size.isZero) return null;
  const quantity = toSide(record['side']) === 'SELL' ? size.negated() : size;
  return {
    venueSymbol: text(record, 'symbol'),
    category: 'linear',
    quantity: quantity.toString(),
    averagePrice: plain(textOr(record, 'avgPrice', '0')),
  };
}

/** The same number written one way, so that equal reports have equal keys. */
function plain(number: string): string {
  return Decimal.parse(number).toString();
}
