import { Decimal } from '@libs/kernel';
import type { Order, Position } from '@libs/kernel';
import type { CoreState } from './state';

type Wanted = Pick<Order, 'symbol' | 'side' | 'deploymentId'>;

/**
 * What manual orders leave a strategy to close on a side; null if they closed nothing. Manual orders have their own book, so without this a
 * strategy would sell again what a person has already sold, and the account would be short.
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
