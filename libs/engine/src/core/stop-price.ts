import type { Decimal, Order } from '@libs/kernel';
import { markOf } from './market';
import { canBeJudged } from './risk-context';
import type { CoreState } from './state';
import { trustIn } from './trust';

/**
 * The price that stops of a symbol are compared with: the mid price, or the last price without quotes. Null for an untrusted one or one of
 * an earlier session, and before the account is reconciled.
 */
export function stopMark(state: CoreState, symbol: string): Decimal | null {
  return canBeJudged(state, symbol) && trustIn(state, symbol).level !== 'UNTRUSTED' ? markOf(state, symbol) : null;
}

export function isReached({ side, stop }: Order, mark: Decimal): boolean {
  return stop !== undefined && (side === 'SELL' ? mark.lte(stop) : mark.gte(stop));
}
