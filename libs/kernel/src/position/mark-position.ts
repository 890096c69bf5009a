import { middleOf, type Quote } from '../market/bar';
import { trustOf, type DataTrust } from '../market/data-trust';
import type { Decimal } from '../number/decimal';
import { unrealisedFraction, unrealisedProfit } from './apply-fill';
import type { Position } from './position';

/** What was heard of the symbol of a position. */
export interface Heard {
  readonly quote: Pick<Quote, 'bid' | 'ask'> | undefined;
  /** Undefined: nothing was said of it, which is no trust. */
  readonly trust: DataTrust | undefined;
}

/** What a position is worth at the middle of bid and ask, and how far that price can be believed. */
export interface PositionMark extends DataTrust {
  readonly price: Decimal;
  /** Null where the price is not trusted. */
  readonly unrealised: Decimal | null;
  /** Null with it, and where nothing was paid. */
  readonly unrealisedFraction: Decimal | null;
}

const SILENCE = trustOf(['STALE']);

/** Null where nothing is held or no price was heard. A price that may be wrong is told with its faults and makes no profit. */
export function markPosition(held: Pick<Position, 'quantity' | 'cost'>, { quote, trust = SILENCE }: Heard): PositionMark | null {
  if (quote === undefined || held.quantity.isZero) return null;
  const price = middleOf(quote);
  const isBelieved = trust.level !== 'UNTRUSTED';
  return {
    price,
    level: trust.level,
    reasons: trust.reasons,
    unrealised: isBelieved ? unrealisedProfit(held, price) : null,
    unrealisedFraction: isBelieved ? unrealisedFraction(held, price) : null,
  };
}
