import { Decimal, middleOf, unrealisedFraction, unrealisedProfit } from '@libs/kernel';
import type { Ticker } from '../market/market.types';
import type { DataTrust } from '../trust/trust.types';
import type { BookedPosition } from './positions';
import type { PositionMark } from './positions.types';

/** What was heard of the symbol of a position. */
export interface Heard {
  readonly ticker: Ticker | undefined;
  /** Undefined: nothing was said of it, which is no trust. */
  readonly trust: Pick<DataTrust, 'level' | 'reasons'> | undefined;
}

const UNHEARD = { level: 'UNTRUSTED', reasons: ['STALE'] } as const;

/** A price that may be wrong is told with its faults and makes no profit. */
export function markOf({ quantity, entryValue }: Pick<BookedPosition, 'quantity' | 'entryValue'>, heard: Heard): PositionMark | null {
  const held = { quantity: Decimal.parse(quantity), cost: Decimal.parse(entryValue) };
  if (heard.ticker === undefined || held.quantity.isZero) return null;
  const { bid, ask, marketTime } = heard.ticker;
  const price = middleOf({ bid: Decimal.parse(bid), ask: Decimal.parse(ask) });
  const { level, reasons } = heard.trust ?? UNHEARD;
  const isBelieved = level !== 'UNTRUSTED';
  return {
    price: price.toString(),
    at: marketTime,
    level,
    reasons,
    unrealised: isBelieved ? unrealisedProfit(held, price).toString() : null,
    unrealisedFraction: isBelieved ? (unrealisedFraction(held, price)?.toString() ?? null) : null,
  };
}
