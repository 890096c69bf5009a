import { Decimal } from '@libs/kernel';
import type { HookContext, PositionView } from '../strategy/hook-context';

/** The part of a position that guards read, as `ctx.position(symbol)` and `holding(ctx, symbol)` return it. */
export type Held = Pick<PositionView, 'side' | 'averagePrice'>;

/**
 * The strategy's own position, FLAT also if less is left than one order can sell. A spot fee is taken from the bought coin, so a remainder
 * below one lot stays behind after each sale; a guard that saw it would mistake the next position for the last one. Throws if the symbol is
 * not watched.
 *
 * @example
 * const held = holding(ctx, symbol);
 * if (stopLoss.update(ctx.state.stop, held, bar)) ctx.closePosition(symbol, { tag: 'stop' });
 */
export function holding(ctx: Pick<HookContext<unknown, unknown>, 'position' | 'instrument'>, symbol: string): PositionView {
  const position = ctx.position(symbol);
  if (position.side === 'FLAT') return position;
  const { lotSize, minQuantity } = ctx.instrument(symbol);
  const least = Decimal.max(Decimal.parse(lotSize), Decimal.parse(minQuantity));
  return Decimal.parse(position.quantity).abs().lt(least) ? { ...position, side: 'FLAT', averagePrice: '0' } : position;
}

/**
 * Profit of a position at a price, as a fraction of its average entry price, before fees: 0.02 is 2 % profit, for a short position at a
 * price 2 % lower. 0 when flat.
 *
 * @example
 * profitFraction({ side: 'SHORT', averagePrice: '100' }, 95); // 0.05
 */
export function profitFraction({ side, averagePrice }: Held, price: number): number {
  if (side === 'FLAT') return 0;
  const average = entryOf(averagePrice);
  return (side === 'LONG' ? price - average : average - price) / average;
}

/** The average entry price as a number, to compare levels with a bar; never for an order's amount. */
export function entryOf(averagePrice: string): number {
  return Decimal.parse(averagePrice).toNumber();
}

/** The price at a distance on the losing side. */
export function levelAgainst(side: 'LONG' | 'SHORT', from: number, distance: number): number {
  return side === 'LONG' ? from - distance : from + distance;
}

/** More than the rounding of a level computed in binary, 3.3 − 3.3 × 0.03 = 3.2009999999999996, and far less than a tick. */
const ROUNDING = 1e-12;

/** True if a bar reached a level on the losing side; touching it is enough, as for a stop order. */
export function reaches(side: 'LONG' | 'SHORT', level: number, { high, low }: { readonly high: number; readonly low: number }): boolean {
  const slack = Math.abs(level) * ROUNDING;
  return side === 'LONG' ? low <= level + slack : high >= level - slack;
}
