import { Decimal } from '@libs/kernel';
import type { OpenOrder, TargetOptions } from './hook-context';
import type { StrategyCommand } from './protocol';
import { toSubmit } from './order-intent';

/** What is known of one symbol when a target is set. */
export interface Standing {
  readonly symbol: string;
  /** Signed decimal text. */
  readonly held: string;
  /** Orders of this symbol that may trade. */
  readonly open: readonly OpenOrder[];
  readonly lotSize: string;
  readonly minQuantity: string;
  readonly minNotional: string;
  /** The newest price in quote units; null while none is known. */
  readonly price: number | null;
}

/**
 * The commands that bring a position towards `wanted`. Orders that lead away from it are cancelled; what is open towards it counts as if
 * it will fill. Where more is open than is missing that is cancelled too, and the rest is for the next time, when it is known what
 * became of it.
 */
export function approachTarget(standing: Standing, wanted: Decimal, options: TargetOptions): readonly StrategyCommand[] {
  const held = Decimal.parse(standing.held);
  const missing = wanted.minus(held);
  const exits = standing.open.filter(({ bracket }) => bracket !== undefined);
  // The position cannot be closed twice: a bracket first gives its exit back.
  if (exits.length > 0 && !missing.isZero) return cancels(exits);
  const side = missing.sign > 0 ? 'BUY' : 'SELL';
  const along = missing.isZero ? [] : standing.open.filter((order) => order.side === side);
  const cancelled = cancels(standing.open.filter((order) => !along.includes(order) && !exits.includes(order)));
  const open = along.reduce((sum, { leaves }) => sum.plus(Decimal.parse(leaves)), Decimal.ZERO);
  const rest = missing.abs().minus(open).toMultipleOf(Decimal.parse(standing.lotSize), 'DOWN');
  if (rest.sign < 0) return [...cancelled, ...cancels(along)];
  // A whole position may be closed below the market's minima; anything else of that size would only be denied.
  const parts = split(rest, held, { side, open }).filter((part) => part.closes || isLargeEnough(standing, part.quantity, options.price));
  const orders = parts.map(({ quantity, closes }) =>
    toSubmit({ ...options, symbol: standing.symbol, side, quantity: quantity.toString(), reduceOnly: closes }),
  );
  return [...cancelled, ...orders];
}

interface Part {
  readonly quantity: Decimal;
  /** It only brings the position nearer to zero. */
  readonly closes: boolean;
}

/** A turn of the position is two orders: the exit is let through where an entry is not. */
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
