import type { OrderRequest } from '../order/order';
import type { Denial } from './denial';
import type { OrderSetting, RiskContext, RiskRule } from './rule';
import { dataTrusted } from './rules/data-trusted';
import { notHalted, onlyReducing, priceKnown, reconciled } from './rules/gates';
import { lotSize, maxPrice, maxQuantity, minNotional, minQuantity, tickSize } from './rules/instrument-filters';
import { maxPositionSize } from './rules/max-position-size';
import { reduceOnly } from './rules/reduce-only';
import { requestShape } from './rules/request-shape';
import { sufficientBalance } from './rules/sufficient-balance';

/** The pre-trade rules in the order in which they are asked; the first refusal is the answer. */
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
  // Before every rule that reckons with the price.
  dataTrusted,
  minNotional,
  reduceOnly,
  onlyReducing,
  maxPositionSize,
  sufficientBalance,
];

/** The first refusal among the rules; null when the order may go. */
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

/** The first refusal that follows from the order and its instrument alone, whatever the account; null when it is well formed. */
export function checkOrderForm(order: OrderRequest, setting: OrderSetting): Denial | null {
  for (const rule of FORM_RULES) {
    const denial = rule(order, setting);
    if (denial !== null) return denial;
  }
  return null;
}
