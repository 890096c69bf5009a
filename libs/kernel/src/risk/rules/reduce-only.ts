import type { OrderRequest } from '../../order/order';
import type { Denial } from '../denial';
import { leavingWords, reducibleQuantity } from '../exposure';
import type { RiskContext } from '../rule';

/** A reduceOnly order is judged against the deployment's own position, less what its open orders already close. */
export function reduceOnly(order: OrderRequest, { deployment, instrument }: RiskContext): Denial | null {
  if (!order.reduceOnly) return null;
  const reducible = reducibleQuantity(order.side, deployment);
  if (order.quantity.lte(reducible)) return null;
  return {
    code: 'REDUCE_ONLY',
    limit: `${reducible} ${instrument.base}`,
    value: `${order.quantity} ${instrument.base}`,
    message: `a reduceOnly ${order.side} of ${order.quantity} ${instrument.symbol} exceeds the ${reducible} that this deployment can still reduce${leavingWords(deployment, instrument)}`,
  };
}
