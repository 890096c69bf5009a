import { Decimal, markPosition, type DataTrust } from '@libs/kernel';
import type { Ticker } from '../market/market.types';
import type { BookedPosition } from './positions';
import type { PositionMark } from './positions.types';

/** What was heard of the symbol of a position; `trust` is undefined where nothing was said of it. */
export interface Heard {
  readonly ticker: Ticker | undefined;
  readonly trust: DataTrust | undefined;
}

/** The mark of a position with its amounts as text. */
export function shownMark(
  { quantity, entryValue }: Pick<BookedPosition, 'quantity' | 'entryValue'>,
  { ticker, trust }: Heard,
): PositionMark | null {
  if (ticker === undefined) return null;
  const quote = { bid: Decimal.parse(ticker.bid), ask: Decimal.parse(ticker.ask) };
  const mark = markPosition({ quantity: Decimal.parse(quantity), cost: Decimal.parse(entryValue) }, { quote, trust });
  if (mark === null) return null;
  const { price, level, reasons, unrealised, unrealisedFraction } = mark;
  return {
    price: price.toString(),
    at: ticker.marketTime,
    level,
    reasons,
    unrealised: unrealised?.toString() ?? null,
    unrealisedFraction: unrealisedFraction?.toString() ?? null,
  };
}
