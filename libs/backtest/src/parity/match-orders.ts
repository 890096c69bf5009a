import { isOfMarket } from './moment';
import type { TradedOrder } from './traded-run';

/** The same order in both runs, or one that only one of them requested. */
export type OrderPair =
  | { readonly session: TradedOrder; readonly backtest: TradedOrder }
  | { readonly session: TradedOrder; readonly backtest: null }
  | { readonly session: null; readonly backtest: TradedOrder };

/**
 * Pairs the orders of two runs. First those caused by the same market event (a bar, a tick, trades, a book); of the rest, those of the same
 * symbol, side and kind of cause that were decided at most `tolerance` milliseconds apart, in order. Both are sorted by the time of their
 * cause.
 */
export function matchOrders(session: readonly TradedOrder[], backtest: readonly TradedOrder[], tolerance: number): readonly OrderPair[] {
  const pairs: OrderPair[] = [];
  const named = Map.groupBy(
    backtest.filter(({ heard }) => isOfMarket(heard)),
    nameOf,
  );
  const left: TradedOrder[] = [];
  for (const order of session) {
    const other = isOfMarket(order.heard) ? named.get(nameOf(order))?.shift() : undefined;
    if (other) pairs.push({ session: order, backtest: other });
    else left.push(order);
  }
  const rest = [...named.values(), backtest.filter(({ heard }) => !isOfMarket(heard))].flat().toSorted(byTime);
  let first = 0;
  for (const order of left.toSorted(byTime)) {
    // Both are in order of time, so what is too old for this one is too old for all later ones.
    while (first < rest.length && rest[first]!.decidedAt < order.decidedAt - tolerance) first += 1;
    let at = first;
    while (at < rest.length && rest[at]!.decidedAt <= order.decidedAt + tolerance && !isLike(order, rest[at]!)) at += 1;
    const isNear = at < rest.length && rest[at]!.decidedAt <= order.decidedAt + tolerance;
    const [other] = isNear ? rest.splice(at, 1) : [];
    pairs.push(other ? { session: order, backtest: other } : { session: order, backtest: null });
  }
  for (const order of rest) pairs.push({ session: null, backtest: order });
  return pairs.toSorted((one, other) => toldAt(one) - toldAt(other) || byTime(orderOf(one), orderOf(other)));
}

/** The session's order of a pair, or else the backtest's. */
export function orderOf(pair: OrderPair): TradedOrder {
  return pair.session ?? pair.backtest;
}

/** Of the same kind, size and price and, if a market event caused it, by the same event. */
export function wantsTheSame(pair: OrderPair): boolean {
  const { session, backtest } = pair;
  if (!session || !backtest || isMoved(pair) || session.type !== backtest.type || !session.quantity.eq(backtest.quantity)) return false;
  return session.price === null || backtest.price === null ? session.price === backtest.price : session.price.eq(backtest.price);
}

/** True if different market events caused it in the two runs. */
export function isMoved({ session, backtest }: OrderPair): boolean {
  return session !== null && backtest !== null && isOfMarket(session.heard) && session.heard.name !== backtest.heard.name;
}

function nameOf({ symbol, side, heard, place }: TradedOrder): string {
  return `${symbol} ${side} ${heard.name} ${place}`;
}

/** In the faster run. */
function toldAt({ session, backtest }: OrderPair): number {
  return Math.min(session?.toldAt ?? Infinity, backtest?.toldAt ?? Infinity);
}

function isLike(one: TradedOrder, other: TradedOrder): boolean {
  // Both runs have the same bars, so an order on a bar without a partner there has none; the response to a book event can come at the next
  // one.
  return one.heard.type !== 'bar' && one.heard.type === other.heard.type && one.symbol === other.symbol && one.side === other.side;
}

function byTime(one: TradedOrder, other: TradedOrder): number {
  return one.decidedAt - other.decidedAt || (one.clientOrderId < other.clientOrderId ? -1 : 1);
}
