import { Decimal, decimal } from '@libs/sdk';
import type { InstrumentView } from '@libs/sdk';

export type CellSide = 'LONG' | 'SHORT';

/** The range between two neighbouring levels: entered at one, profit taken at the other. Amounts are decimal text. */
export interface Cell {
  readonly side: CellSide;
  readonly open: string;
  readonly take: string;
  readonly quantity: string;
  /** Quantity entered and not sold yet, in base units; fees paid in coins are not deducted. */
  held: string;
  /** True while its entry order, or its profit order, is open. */
  opening: boolean;
  taking: boolean;
}

export interface CellRules {
  readonly direction: 'long' | 'neutral' | 'short';
  /** The price at which a neutral grid changes from long to short. */
  readonly price: Decimal;
  /** Cost limit of one cell, in quote units. */
  readonly share: Decimal;
  readonly instrument: InstrumentView;
}

/** One empty cell between each two levels; throws if a cell's share is below the market's minimum. */
export function cellsOf(levels: readonly Decimal[], { direction, price, share, instrument }: CellRules): Cell[] {
  return levels.slice(1).map((upper, index) => {
    const lower = levels[index]!;
    const side = direction === 'long' || (direction === 'neutral' && lower.lt(price)) ? 'LONG' : 'SHORT';
    const [open, take] = side === 'LONG' ? [lower, upper] : [upper, lower];
    const shape = { side, open: open.toString(), take: take.toString(), quantity: quantityAt(open, share, instrument) } as const;
    return { ...shape, held: '0', opening: false, taking: false };
  });
}

/** True if the cell has a position. */
export function isHeld({ held, taking }: Cell): boolean {
  return taking || held !== '0';
}

function quantityAt(price: Decimal, share: Decimal, { symbol, lotSize, minQuantity, minNotional }: InstrumentView): string {
  const lot = decimal(lotSize);
  const quantity = share.dividedBy(price.times(lot), 0, 'DOWN').times(lot);
  if (quantity.gte(decimal(minQuantity)) && quantity.times(price).gte(decimal(minNotional)) && quantity.sign > 0)
    return quantity.toString();
  throw new RangeError(
    `each cell would trade ${quantity} ${symbol} at ${price}, less than the market takes (${minQuantity}, worth ${minNotional}); ` +
      'give the grid a larger sizeFraction, or fewer cells held at once (maxHeld)',
  );
}
