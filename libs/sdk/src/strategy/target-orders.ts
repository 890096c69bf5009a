import { Decimal } from '@libs/kernel';
import type { OpenOrder, TargetOptions } from './hook-context';
import type { StrategyCommand } from './protocol';
import { toSubmit } from './order-intent';

/** The state of one symbol when a target is set. */
export interface Standing {
  readonly symbol: string;
  /** Signed decimal text. */
  readonly held: string;
  /** Open orders of this symbol that can fill. */
  readonly open: readonly OpenOrder[];
  readonly lotSize: string;
  readonly minQuantity: string;
  readonly minNotional: string;
  /** The newest price in quote units; null if there is none yet. */
  readonly price: number | null;
}

/**
 * Returns the commands that move a position towards `wanted`. Orders in the opposite direction are cancelled; open orders in the right
 * direction count as if they fill. If more is open than is missing, those orders are cancelled, and the next call sends what is missing
 * once their outcome is known.
 */
export function approachTarget(standing: Standing, wanted: Decimal, options: TargetOptions): readonly StrategyCommand[] {
  const held = Decimal.parse(standing.held);
  const missing = wanted.minus(held);
  const exits = standing.open.filter(({ bracket }) => bracket !== undefined);
  // The position cannot be closed twice, so a bracket's exits are cancelled first.
  if (exits.length > 0 && !missing.isZero) return cancels(exits);
  const side = missing.sign > 0 ? 'BUY' : 'SELL';
  const along = missing.isZero ? [] : standing.open.filter((order) => order.side === side);
  const cancelled = cancels(standing.open.filter((order) => !along.includes(order) && !exits.includes(order)));
  const open = along.reduce((sum, { leaves }) => sum.plus(Decimal.parse(leaves)), Decimal.ZERO);
  const rest = missing.abs().minus(open).toMultipleOf(Decimal.parse(standing.lotSize), 'DOWN');
  if (rest.sign < 0) return [...cancelled, ...cancels(along)];
  // A whole position may be closed below the market's minimum sizes; any other order of that size would be denied.
  const parts = split(rest, held, { side, open }).filter((part) => part.closes || isLargeEnough(standing, part.quantity, options.price));
  const orders = parts.map(({ quantity, closes }) =>
    toSubmit({ ...options, symbol: standing.symbol, side, quantity: quantity.toString(), reduceOnly: closes }),
  );
  return [...cancelled, ...orders];
}

interface Part {
  readonly quantity: Decimal;
  /** True if the order only reduces the position. */
  readonly closes: boolean;
}

/** Reversing a position takes two orders, because the exit is allowed in situations where an entry is denied. */
function split(rest: Decimal, held: Decimal, { side, open }: { readonly side: 'BUY' | 'SELL'; readonly open: Decimal }): readonly Part[] {
  if (rest.isZero) return [];
  const opposite = side === 'BUY' ? held.negated() : held;
  const reducible = Decimal.max(Decimal.ZERO, opposite.minus(open));
  const closing = Decimal.min(rest, reducible);
  const parts = [
    { quantity: closing, closes: true },
    { quantity: rest.minus(closing), closes: false },
  ];
  return parts.filter(({ quantity }) => quantity.sign > 0);
}

function isLargeEnough({ minQuantity, minNotional, price }: Standing, quantity: Decimal, limit: string | undefined): boolean {
  if (quantity.lt(Decimal.parse(minQuantity))) return false;
  const at = limit === undefined ? (price === null ? null : Decimal.fromNumber(price)) : Decimal.parse(limit);
  return at === null || quantity.times(at).gte(Decimal.parse(minNotional));
}

function cancels(orders: readonly OpenOrder[]): readonly StrategyCommand[] {
  return orders.map(({ clientOrderId }) => ({ kind: 'cancel', clientOrderId }));
}
