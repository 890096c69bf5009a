import type { Category } from '@libs/kernel';
import { isOpen, type OrderPurpose, type SimOrder, type Venue } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { badParameter, type Parameters } from '../parameters';

type Item = Pick<SimOrder, 'market' | 'orderId' | 'clientOrderId'>;

/** The filters that lists of orders and executions share. */
export interface Selection {
  /** Set when one order is named; then nothing else narrows the list. */
  readonly orderId: string | undefined;
  readonly clientOrderId: string | undefined;
  readonly isById: boolean;
  readonly isNarrowed: boolean;
  matches(item: Item): boolean;
}

/** Of several filters one counts: the order's id, then the client's, then the symbol, then the coins. */
export function readSelection(parameters: Parameters, category: Category, markets: Venue['markets']): Selection {
  const [orderId, link] = [parameters.text('orderId'), parameters.text('orderLinkId')];
  const clientOrderId = orderId === undefined ? link : undefined;
  const isById = orderId !== undefined || clientOrderId !== undefined;
  const [symbol, base, settle] = [parameters.text('symbol'), parameters.text('baseCoin'), parameters.text('settleCoin')];
  const keys = isById ? undefined : marketsOf(markets, category, { symbol, base, settle: category === 'spot' ? undefined : settle });
  return {
    orderId,
    clientOrderId,
    isById,
    isNarrowed: isById || symbol !== undefined || base !== undefined || settle !== undefined,
    matches: (item) => {
      if (orderId !== undefined) return item.orderId === orderId && item.market.startsWith(`${category}:`);
      if (clientOrderId !== undefined) return item.clientOrderId === clientOrderId && item.market.startsWith(`${category}:`);
      return keys!.has(item.market);
    },
  };
}

/** The answer for categories that this venue has no markets of; undefined for the others. */
export function emptyList(parameters: Parameters): Reply | undefined {
  const category = parameters.text('category');
  return category === 'inverse' || category === 'option' ? ok({ category, list: [], nextPageCursor: '' }) : undefined;
}

export function requireNarrowed(selection: Selection, category: Category): void {
  if (category === 'linear' && !selection.isNarrowed) throw badParameter('params error: symbol, baseCoin or settleCoin is required');
}

function marketsOf(
  markets: Venue['markets'],
  category: Category,
  { symbol, base, settle }: { symbol: string | undefined; base: string | undefined; settle: string | undefined },
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { key, instrument } of markets.values()) {
    if (instrument.category !== category) continue;
    if (symbol !== undefined && instrument.venueSymbol !== symbol) continue;
    if (symbol === undefined && base !== undefined && instrument.base !== base) continue;
    if (symbol === undefined && base === undefined && settle !== undefined && instrument.settle !== settle) continue;
    keys.add(key);
  }
  return keys;
}

const STOPS: ReadonlySet<OrderPurpose> = new Set([
  ...(['STOP', 'TAKE_PROFIT', 'STOP_LOSS', 'PARTIAL_TAKE_PROFIT', 'PARTIAL_STOP_LOSS', 'TRAILING_STOP'] as const),
]);

/** Which orders an `orderFilter` names: a conditional order is a StopOrder until it is set off, then an Order, and closed both. */
export function matchesFilter(order: SimOrder, filter: string | undefined): boolean {
  if (filter === undefined || filter === 'OpenOrder') return true;
  const waits =
    order.status === 'UNTRIGGERED' || order.status === 'DEACTIVATED' || (order.trigger !== undefined && order.triggeredAt === undefined);
  switch (filter) {
    case 'Order':
      return !waits;
    case 'StopOrder':
      return (waits || !isOpen(order)) && STOPS.has(order.purpose);
    case 'tpslOrder':
      return waits && order.purpose === 'SPOT_TPSL';
    case 'OcoOrder':
    case 'BidirectionalTpslOrder':
      return waits && order.purpose === 'SPOT_OCO';
    default:
      throw badParameter('params error: orderFilter invalid');
  }
}
