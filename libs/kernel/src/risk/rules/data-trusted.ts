import type { OrderRequest } from '../../order/order';
import type { Denial } from '../denial';
import { reducibleQuantity } from '../exposure';
import type { RiskContext } from '../rule';

/** Entries are denied while data is UNTRUSTED, because prices may be wrong. Orders that only reduce the account's position pass. */
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
