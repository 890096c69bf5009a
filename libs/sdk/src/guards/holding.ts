import { Decimal } from '@libs/kernel';
import type { HookContext, PositionView } from '../strategy/hook-context';

/** The part of a position that guards look at; `ctx.position(symbol)` and `holding(ctx, symbol)` are such. */
export type Held = Pick<PositionView, 'side' | 'averagePrice'>;

/**
 * The strategy's own position, FLAT also where less is left than one order may sell. A spot fee is taken from what was bought, so a rest
 * below one lot stays behind after each sale; a guard that saw it would take the next position for the last one going on. Throws for a
 * symbol that the strategy does not watch.
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
 * What a position has gained at a price, as a fraction of its average entry price, before fees: 0.02 is 2 % up, for a short one at a
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

/** The average entry price as a number, for levels that are compared with a bar; never for an order's amount. */
export function entryOf(averagePrice: string): number {
  return Decimal.parse(averagePrice).toNumber();
}

/** The price at a distance on the losing side. */
export function levelAgainst(side: 'LONG' | 'SHORT', from: number, distance: number): number {
  return side === 'LONG' ? from - distance : from + distance;
}

/** Whether a bar came to a level that lies on the losing side; touching is enough, as it is for a stop order. */
export function reaches(side: 'LONG' | 'SHORT', level: number, { high, low }: { readonly high: number; readonly low: number }): boolean {
  return side === 'LONG' ? low <= level : high >= level;
}
