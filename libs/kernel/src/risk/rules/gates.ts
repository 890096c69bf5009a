import type { OrderRequest } from '../../order/order';
import type { Denial } from '../denial';
import { leavingWords, reducibleQuantity } from '../exposure';
import type { RiskContext } from '../rule';

/** HALTED allows nothing but cancels. */
export function notHalted(_order: OrderRequest, { tradingState }: RiskContext): Denial | null {
  if (tradingState !== 'HALTED') return null;
  return { code: 'TRADING_HALTED', limit: 'ACTIVE or REDUCING', value: 'HALTED', message: 'trading on this account is HALTED' };
}

/** REDUCING allows only orders that reduce the account's position. */
export function onlyReducing(order: OrderRequest, { tradingState, account, instrument }: RiskContext): Denial | null {
  if (tradingState !== 'REDUCING') return null;
  const reducible = reducibleQuantity(order.side, account);
  if (order.quantity.lte(reducible)) return null;
  return {
    code: 'TRADING_REDUCING',
    limit: `${reducible} ${instrument.base}`,
    value: `${order.quantity} ${instrument.base}`,
    message: `trading is REDUCING: a ${order.side} of ${order.quantity} ${instrument.symbol} exceeds the ${reducible} that can still be reduced${leavingWords(account, instrument)}`,
  };
}

/** No order is sent before the venue's positions are proven equal to ours. */
export function reconciled(_order: OrderRequest, context: RiskContext): Denial | null {
  if (context.reconciled) return null;
  return {
    code: 'NOT_RECONCILED',
    limit: 'reconciled',
    value: 'not reconciled',
    message: 'the account is not reconciled with its venue yet in this session',
  };
}

/** Without a price the other limits cannot be checked. */
export function priceKnown(_order: OrderRequest, { price, instrument }: RiskContext): Denial | null {
  if (price !== null) return null;
  return { code: 'NO_PRICE', limit: 'a bid and an ask', value: 'none', message: `no price of ${instrument.symbol} is known yet` };
}
