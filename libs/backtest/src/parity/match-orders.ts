import type { TradedOrder } from './traded-run';

/** The same order in both runs, or one that only one of them wanted. */
export type OrderPair =
  | { readonly session: TradedOrder; readonly backtest: TradedOrder }
  | { readonly session: TradedOrder; readonly backtest: null }
  | { readonly session: null; readonly backtest: TradedOrder };

/**
 * Lays the orders of two runs side by side: those of one bar first; of the others, those of the same symbol, side and kind of
 * news that were decided at most `tolerance` milliseconds apart, in their order. Sorted by the time of the decision.
 */
export function matchOrders(session: readonly TradedOrder[], backtest: readonly TradedOrder[], tolerance: number): readonly OrderPair[] {
  const pairs: OrderPair[] = [];
  const ofBars = new Map(backtest.filter(isOfBar).map((order) => [nameOf(order), order]));
  const left: TradedOrder[] = [];
  for (const order of session) {
    const other = isOfBar(order) ? ofBars.get(nameOf(order)) : undefined;
    if (!other) left.push(order);
    else {
      ofBars.delete(nameOf(order));
      pairs.push({ session: order, backtest: other });
    }
  }
  const rest = [...ofBars.values(), ...backtest.filter((order) => !isOfBar(order))].toSorted(byTime);
  for (const order of left.toSorted(byTime)) {
    const at = rest.findIndex((other) => isLike(order, other) && Math.abs(order.decidedAt - other.decidedAt) <= tolerance);
    const [other] = at < 0 ? [] : rest.splice(at, 1);
    pairs.push(other ? { session: order, backtest: other } : { session: order, backtest: null });
  }
  for (const order of rest) pairs.push({ session: null, backtest: order });
  return pairs.toSorted((one, other) => byTime(orderOf(one), orderOf(other)));
}

/** The session's order of a pair, or the backtest's. */
export function orderOf(pair: OrderPair): TradedOrder {
  return pair.session ?? pair.backtest;
}

function nameOf({ symbol, side, heard, place }: TradedOrder): string {
  return `${symbol} ${side} ${heard.name} ${place}`;
}

function isOfBar({ heard }: TradedOrder): boolean {
  return heard.type === 'bar';
}

function isLike(one: TradedOrder, other: TradedOrder): boolean {
  // A bar has one name in both runs, so an order of a bar that has no partner there has none.
  return !isOfBar(one) && one.heard.type === other.heard.type && one.symbol === other.symbol && one.side === other.side;
}

function byTime(one: TradedOrder, other: TradedOrder): number {
  return one.decidedAt - other.decidedAt || (one.clientOrderId < other.clientOrderId ? -1 : 1);
}
