import { Decimal, decimal } from '@libs/sdk';
import type { HookContext } from '@libs/sdk';
import { cellsOf, isHeld, type Cell, type CellSide } from './cell';
import { levelsOf } from './levels';

/** The parameters of the grid. */
export interface GridParams {
  readonly symbol: string;
  readonly range: 'around' | 'fixed';
  readonly lower: string;
  readonly upper: string;
  readonly centre: string;
  readonly span: number;
  readonly cells: number;
  readonly spacing: 'arithmetic' | 'geometric';
  readonly direction: 'long' | 'neutral' | 'short';
  readonly maxHeld: number;
  readonly sizeFraction: number;
  readonly stop: number;
}

export type GridContext = HookContext<GridParams, object>;

export interface Grid {
  readonly cells: Cell[];
  /** Prices beyond which everything is closed; null if that side has no position, or without a stop. */
  readonly stopBelow: number | null;
  readonly stopAbove: number | null;
  /** The newest price: a close, or an own fill. */
  price: number;
}

/** Builds the grid around a price; throws a RangeError if range, tick and size are incompatible. */
export function layGrid(ctx: GridContext, price: number): Grid {
  const { symbol, cells, spacing, direction, maxHeld, sizeFraction, stop } = ctx.params;
  const instrument = ctx.instrument(symbol);
  const tickSize = decimal(instrument.tickSize);
  const { lower, upper } = boundsOf(ctx.params, price);
  const levels = levelsOf({ lower, upper, cells, spacing, tickSize });
  const atOnce = Decimal.fromUnits(Math.min(maxHeld, cells), 0);
  const share = decimal(ctx.equityShare(sizeFraction)).dividedBy(atOnce, 12, 'DOWN');
  return {
    cells: cellsOf(levels, { direction, price: Decimal.fromNumber(price), share, instrument }),
    stopBelow: stop > 0 && direction !== 'short' ? levels[0]!.toNumber() * (1 - stop) : null,
    stopAbove: stop > 0 && direction !== 'long' ? levels.at(-1)!.toNumber() * (1 + stop) : null,
    price,
  };
}

function boundsOf({ range, lower, upper, centre, span }: GridParams, price: number): { readonly lower: Decimal; readonly upper: Decimal } {
  if (range === 'fixed') return { lower: decimal(lower), upper: decimal(upper) };
  const middle = decimal(centre).isZero ? Decimal.fromNumber(price) : decimal(centre);
  const width = middle.times(Decimal.fromNumber(span));
  return { lower: middle.minus(width), upper: middle.plus(width) };
}

/** Sends the missing orders of each cell: a profit order for what it holds, and entry orders for the cells nearest to the price. */
export function tend(ctx: GridContext, grid: Grid, mayOpen: boolean): void {
  grid.cells.forEach((cell, index) => takeProfit(ctx, cell, index));
  if (mayOpen && ctx.trust(ctx.params.symbol).level !== 'UNTRUSTED')
    for (const side of ['LONG', 'SHORT'] as const) openNearest(ctx, grid, side);
}

/** A cell's holding rests at its other level, up to the actual position; a remainder too small for an order is dropped. */
export function takeProfit(ctx: GridContext, cell: Cell, index: number): void {
  if (cell.held === '0' || cell.taking) return;
  const { symbol, direction } = ctx.params;
  const quantity = ctx.roundedQuantity(symbol, Decimal.min(decimal(cell.held), free(ctx, cell.side)).toString());
  const isTradable = decimal(quantity)
    .times(decimal(cell.take))
    .gte(decimal(ctx.instrument(symbol).minNotional));
  if (quantity !== '0' && isTradable) {
    cell.taking = true;
    // Entry orders of a neutral grid on the other side count against the reducible quantity.
    const reduceOnly = direction !== 'neutral';
    ctx.submit({ symbol, side: cell.side === 'LONG' ? 'SELL' : 'BUY', quantity, price: cell.take, reduceOnly, tag: `take ${index}` });
  } else if (!cell.opening) {
    cell.held = '0';
  }
}

/** The part of the position without a profit order. */
function free(ctx: GridContext, side: CellSide): Decimal {
  const { symbol } = ctx.params;
  const position = decimal(ctx.position(symbol).quantity);
  const takes = ctx.openOrders.filter((order) => order.side === (side === 'LONG' ? 'SELL' : 'BUY') && order.tag?.startsWith('take '));
  const taken = takes.reduce((sum, { leaves }) => sum.plus(decimal(leaves)), Decimal.ZERO);
  return Decimal.max(Decimal.ZERO, (side === 'LONG' ? position : position.negated()).minus(taken));
}

function openNearest(ctx: GridContext, grid: Grid, side: CellSide): void {
  const { symbol, maxHeld } = ctx.params;
  const own = grid.cells.map((cell, index) => ({ cell, index })).filter(({ cell }) => cell.side === side);
  if (side === 'LONG') own.reverse();
  const price = Decimal.fromNumber(grid.price);
  const isBehind = ({ open }: Cell): boolean => (side === 'LONG' ? decimal(open).lt(price) : decimal(open).gt(price));
  let room = maxHeld - own.filter(({ cell }) => isHeld(cell)).length;
  let busy = own.filter(({ cell }) => isHeld(cell) || cell.opening).length;
  for (const { cell, index } of own) {
    if (isHeld(cell) || !(cell.opening || isBehind(cell))) continue;
    room -= 1;
    if (cell.opening && room < 0) cancelTagged(ctx, `open ${index}`);
    // An order being cancelled counts until it is gone, so that the limit holds in any case.
    if (cell.opening || room < 0 || busy >= maxHeld) continue;
    busy += 1;
    cell.opening = true;
    const order = { symbol, side: side === 'LONG' ? 'BUY' : 'SELL', quantity: cell.quantity, price: cell.open } as const;
    ctx.submit({ ...order, postOnly: true, tag: `open ${index}` });
  }
}

function cancelTagged(ctx: GridContext, tag: string): void {
  for (const order of ctx.openOrders) if (order.tag === tag) ctx.cancel(order.clientOrderId);
}

/** Counts a fill, possibly partial. */
export function booked(
  grid: Grid,
  tag: string | undefined,
  { quantity, price }: { readonly quantity: string; readonly price: string },
): void {
  const [cell, isOpening] = cellOf(grid, tag);
  if (cell === undefined) return;
  grid.price = decimal(price).toNumber();
  const held = isOpening ? decimal(cell.held).plus(decimal(quantity)) : decimal(cell.held).minus(decimal(quantity));
  cell.held = Decimal.max(Decimal.ZERO, held).toString();
}

/** An order of a cell has ended, filled or not. */
export function closed(grid: Grid, tag: string | undefined): void {
  const [cell, isOpening] = cellOf(grid, tag);
  if (cell === undefined) return;
  if (isOpening) cell.opening = false;
  else cell.taking = false;
}

function cellOf(grid: Grid, tag = ''): readonly [Cell | undefined, boolean] {
  const [kind, index] = tag.split(' ');
  return [kind === 'open' || kind === 'take' ? grid.cells[Number(index)] : undefined, kind === 'open'];
}
