import type { BacktestResult } from '@libs/backtest';

/** Orders that were denied or refused for the same reason. */
export interface RefusedOrders {
  /** The code that the reason begins with, such as MAX_POSITION. */
  readonly code: string;
  readonly orders: number;
  /** The first of them, in full. */
  readonly example: string;
}

/** The most frequent reason first. */
export function refusedOrders(refusals: BacktestResult['refusals']): readonly RefusedOrders[] {
  const byCode = new Map<string, RefusedOrders>();
  for (const reason of refusals.values()) {
    const code = /^[A-Z][A-Z_]+(?=:)/.exec(reason)?.[0] ?? reason;
    const { orders, example } = byCode.get(code) ?? { orders: 0, example: reason };
    byCode.set(code, { code, orders: orders + 1, example });
  }
  return [...byCode.values()].sort((one, other) => other.orders - one.orders);
}

/** Report lines that explain why there are few fills or none; empty if every order was accepted. */
export function refusedLines(refused: readonly RefusedOrders[]): readonly string[] {
  return refused.map(({ orders, example }) => {
    const count = orders.toLocaleString('en');
    return orders === 1 ? `1 order was refused: ${example}` : `${count} orders were refused, the first with ${example}`;
  });
}
