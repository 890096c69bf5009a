import { Decimal, decimal } from '@libs/sdk';
import type { InstrumentView } from '@libs/sdk';

export type CellSide = 'LONG' | 'SHORT';

/** The room between two neighbouring levels: it opens at one of them and takes its profit at the other. Amounts are decimal text. */
export interface Cell {
  readonly side: CellSide;
  readonly open: string;
  readonly take: string;
  readonly quantity: string;
  /** What it has opened and not taken yet, in base units; a fee that was paid in coins is not taken off. */
  held: string;
  /** Whether its order to open is under way, and its order to take. */
  opening: boolean;
  taking: boolean;
}

export interface CellRules {
  readonly direction: 'long' | 'neutral' | 'short';
  /** Where a neutral grid changes from long to short. */
  readonly price: Decimal;
  /** What one cell may cost, in quote units. */
  readonly share: Decimal;
  readonly instrument: InstrumentView;
}

/** A cell between each two levels, nothing held; throws where the share of a cell is less than the market trades. */
export function cellsOf(levels: readonly Decimal[], { direction, price, share, instrument }: CellRules): Cell[] {
  return levels.slice(1).map((upper, index) => {
    const lower = levels[index]!;
    const side = direction === 'long' || (direction === 'neutral' && lower.lt(price)) ? 'LONG' : 'SHORT';
    const [open, take] = side === 'LONG' ? [lower, upper] : [upper, lower];
    const shape = { side, open: open.toString(), take: take.toString(), quantity: quantityAt(open, share, instrument) } as const;
    return { ...shape, held: '0', opening: false, taking: false };
  });
}

/** Whether the cell has begun to be a position. */
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
