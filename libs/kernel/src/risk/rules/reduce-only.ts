import { Decimal } from '../../number/decimal';
import type { OrderRequest } from '../../order/order';
import type { Denial } from '../denial';
import { leavingWords, reducibleQuantity } from '../exposure';
import type { RiskContext } from '../rule';

/**
 * A reduceOnly order is checked against the deployment's own position, less what its open orders already close and what was closed by hand.
 */
export function reduceOnly(order: OrderRequest, { deployment, leftByHand, instrument }: RiskContext): Denial | null {
  if (!order.reduceOnly) return null;
  const own = reducibleQuantity(order.side, deployment);
  const byHand = leftByHand && Decimal.max(Decimal.ZERO, leftByHand.minus(deployment.openSameSide));
  const reducible = byHand?.lt(own) ? byHand : own;
  if (order.quantity.lte(reducible)) return null;
  const why = byHand?.lt(own) ? `, since orders by hand have closed ${own.minus(byHand)} of what it holds` : '';
  return {
    code: 'REDUCE_ONLY',
    limit: `${reducible} ${instrument.base}`,
    value: `${order.quantity} ${instrument.base}`,
    message: `a reduceOnly ${order.side} of ${order.quantity} ${instrument.symbol} exceeds the ${reducible} that this deployment can still reduce${why}${leavingWords(deployment, instrument)}`,
  };
}
