import type { Decimal } from '../number/decimal';
import type { Amendment } from '../order/change-order';
import type { Order, OrderRequest } from '../order/order';
import type { Denial } from './denial';
import type { OrderSetting, RiskContext, RiskRule } from './rule';
import { dataTrusted } from './rules/data-trusted';
import { notHalted, onlyReducing, priceKnown, reconciled } from './rules/gates';
import { lotSize, maxPrice, maxQuantity, minNotional, minQuantity, tickSize } from './rules/instrument-filters';
import { maxPositionSize } from './rules/max-position-size';
import { reduceOnly } from './rules/reduce-only';
import { requestShape } from './rules/request-shape';
import { sufficientBalance } from './rules/sufficient-balance';

/** The pre-trade rules in the order of evaluation; the first refusal is the result. */
export const RISK_RULES: readonly RiskRule[] = [
  requestShape,
  notHalted,
  reconciled,
  tickSize,
  maxPrice,
  lotSize,
  minQuantity,
  maxQuantity,
  priceKnown,
  // Before every rule that uses the price.
  dataTrusted,
  minNotional,
  reduceOnly,
  onlyReducing,
  maxPositionSize,
  sufficientBalance,
];

/** The rules for the open part of an amended order; the form is checked on the whole order. */
const ACCOUNT_RULES: readonly RiskRule[] = [
  notHalted,
  reconciled,
  priceKnown,
  dataTrusted,
  reduceOnly,
  onlyReducing,
  maxPositionSize,
  sufficientBalance,
];

/**
 * The first refusal of an order with new terms; null if it may be amended. A smaller quantity at the same price is always allowed, whatever
 * the market or the account. The context is that of the account without the order.
 */
export function checkAmendment(before: Order, amendment: Amendment, context: RiskContext): Denial | null {
  const after: OrderRequest = { ...before, ...amendment };
  const { filledQuantity } = before;
  if (after.quantity.lte(filledQuantity)) return belowFilled(after, filledQuantity);
  const denial = checkOrderForm(after, context);
  if (denial !== null || (amendment.price === undefined && after.quantity.lte(before.quantity))) return denial;
  return checkOrder({ ...after, quantity: after.quantity.minus(filledQuantity) }, context, ACCOUNT_RULES);
}

function belowFilled({ quantity, symbol }: OrderRequest, filled: Decimal): Denial {
  return {
    code: 'INVALID_REQUEST',
    limit: `above ${filled}`,
    value: quantity.toString(),
    message: `a quantity of ${quantity} ${symbol} is not above the ${filled} that have filled; cancel the rest instead`,
  };
}

/** The first refusal among the rules; null if the order may be sent. */
export function checkOrder(order: OrderRequest, context: RiskContext, rules: readonly RiskRule[] = RISK_RULES): Denial | null {
  for (const rule of rules) {
    const denial = rule(order, context);
    if (denial !== null) return denial;
  }
  return null;
}

const FORM_RULES: readonly ((order: OrderRequest, setting: OrderSetting) => Denial | null)[] = [
  requestShape,
  tickSize,
  maxPrice,
  lotSize,
  minQuantity,
  maxQuantity,
  minNotional,
];

/** The first refusal that follows from the order and its instrument alone; null if it is well formed. */
export function checkOrderForm(order: OrderRequest, setting: OrderSetting): Denial | null {
  for (const rule of FORM_RULES) {
    const denial = rule(order, setting);
    if (denial !== null) return denial;
  }
  return null;
}
