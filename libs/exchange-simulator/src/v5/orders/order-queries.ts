import { defined } from '@libs/kernel';
import type { Category } from '@libs/kernel';
import { isOpen, type SimOrder, type VenueAccount } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { creationOf } from '../../exchange/creation-of';
import { pageOf } from '../page';
import type { SignedIn } from '../request';
import { DAY, timeRange, WEEK } from '../time-range';
import { orderStatus, renderOrder } from './render-order';
import { emptyList, matchesFilter, readSelection, requireNarrowed, type Selection } from './selection';

const PAGE = { most: 50, default: 20, keyOf: ({ orderId }: SimOrder) => creationOf(orderId) };

/** Open orders; by id, or with `openOnly` 1, also what was closed since the venue started, the newest 500. */
export function openOrders(request: SignedIn): Reply {
  const { exchange, key, parameters } = request;
  const empty = emptyList(parameters);
  if (empty) return empty;
  const category = parameters.category();
  const selection = readSelection(parameters, category, exchange.venue.markets);
  requireNarrowed(selection, category);
  const filter = parameters.text('orderFilter');
  const { open } = exchange.venue.account(key.accountId).orders;
  const candidates = [...open.values()];
  if (selection.isById || parameters.text('openOnly') === '1') candidates.push(...exchange.closedSinceStart(key.accountId, category));
  return answer(
    request,
    category,
    candidates.filter((order) => selection.matches(order) && matchesFilter(order, filter)),
  );
}

/** Closed orders: what was never filled is gone after a day. */
export function orderHistory(request: SignedIn): Reply {
  const { exchange, key, parameters } = request;
  const empty = emptyList(parameters);
  if (empty) return empty;
  const category = parameters.category();
  const selection = readSelection(parameters, category, exchange.venue.markets);
  const filter = parameters.text('orderFilter');
  const status = parameters.text('orderStatus');
  const now = exchange.marketTime;
  const range = timeRange(parameters, { now, ...WEEK });
  const isShown = (order: SimOrder): boolean =>
    (selection.isById || (order.createdAt >= range.from && order.createdAt <= range.to)) &&
    (order.filled.sign > 0 || order.updatedAt > now - DAY) &&
    (status === undefined || orderStatus(order, category) === status) &&
    matchesFilter(order, filter);
  const orders = closedOrders(exchange.venue.account(key.accountId), category, selection);
  return answer(request, category, orders.filter(isShown));
}

function closedOrders(account: VenueAccount, category: Category, selection: Selection): readonly SimOrder[] {
  const { orderId, clientOrderId, isById } = selection;
  if (!isById) return [...account.orders.closed.values()].filter(selection.matches);
  const order = account.find({
    market: `${category}:`,
    ...defined({ orderId, clientOrderId }),
  });
  return order && !isOpen(order) && selection.matches(order) ? [order] : [];
}

function answer({ exchange, parameters }: SignedIn, category: Category, orders: readonly SimOrder[]): Reply {
  const page = pageOf(orders, parameters, PAGE);
  const list = page.items.map((order) => renderOrder(order, exchange.venue.markets.get(order.market)!));
  return ok({ category, list, nextPageCursor: page.nextCursor });
}
