import { Decimal } from '@libs/kernel';
import type { Order, Position } from '@libs/kernel';
import type { CoreState } from './state';

type Wanted = Pick<Order, 'symbol' | 'side' | 'deploymentId'>;

/**
 * What orders by hand leave a strategy to close on a side, of what all strategies hold there; null where they took nothing. They stand in a
 * book of their own, so a strategy that holds what a person has sold would sell it once more, and the account be short.
 */
export function leftByHand(state: CoreState, { symbol, side, deploymentId }: Wanted): Decimal | null {
  const { manualDeploymentId } = state;
  const book = state.books.get(symbol);
  if (book === undefined || manualDeploymentId === null || deploymentId === manualDeploymentId) return null;
  const closes = ({ quantity }: Position): Decimal => (side === 'SELL' ? quantity : quantity.negated());
  const byHand = book.deployments.get(manualDeploymentId);
  if (byHand === undefined || closes(byHand).sign >= 0) return null;
  let left = closes(byHand);
  for (const position of book.deployments.values()) left = left.plus(Decimal.max(Decimal.ZERO, closes(position)));
  return Decimal.max(Decimal.ZERO, left);
}
