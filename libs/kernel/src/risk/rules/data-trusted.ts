import type { OrderRequest } from '../../order/order';
import type { Denial } from '../denial';
import { reducibleQuantity } from '../exposure';
import type { RiskContext } from '../rule';

/** Entries wait while data is UNTRUSTED: what is shown may be wrong. What only reduces the account's position passes. */
export function dataTrusted(order: OrderRequest, { trust, account, instrument }: RiskContext): Denial | null {
  if (trust.level !== 'UNTRUSTED' || order.quantity.lte(reducibleQuantity(order.side, account))) return null;
  const value = `${trust.level}: ${trust.reasons.join(', ')}`;
  return {
    code: 'DATA_UNTRUSTED',
    limit: 'TRUSTED or DEGRADED',
    value,
    message: `market data of ${instrument.symbol} is not trusted (${trust.reasons.join(', ')}): only what reduces the position may go`,
  };
}
