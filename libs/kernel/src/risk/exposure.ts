import { Decimal } from '../number/decimal';
import type { OrderRequest } from '../order/order';
import type { RiskContext, Sides } from './rule';

/** Position on the order's side if the order and every open order on that side fill; zero while it only reduces. */
export function worstCaseQuantity(order: Pick<OrderRequest, 'side' | 'quantity'>, sides: Sides): Decimal {
  const held = order.side === 'BUY' ? sides.position : sides.position.negated();
  return Decimal.max(Decimal.ZERO, held.plus(sides.openSameSide).plus(order.quantity));
}

/** `worstCaseQuantity` in money: position and open orders at the current price, the order at its own worst price. */
export function worstCaseValue(
  order: Pick<OrderRequest, 'side' | 'quantity' | 'price'>,
  sides: Sides,
  price: NonNullable<RiskContext['price']>,
): Decimal {
  const held = order.side === 'BUY' ? sides.position : sides.position.negated();
  const before = held.plus(sides.openSameSide);
  if (before.sign <= 0) return worstCaseQuantity(order, sides).times(worstPrice(order, price));
  const now = order.side === 'BUY' ? price.ask : price.bid;
  return before.times(now).plus(order.quantity.times(worstPrice(order, price)));
}

/** What is left of the opposite position to reduce once every open order on this side has filled; never negative. */
export function reducibleQuantity(side: OrderRequest['side'], sides: Sides): Decimal {
  const opposite = side === 'BUY' ? sides.position.negated() : sides.position;
  return Decimal.max(Decimal.ZERO, opposite.minus(sides.openSameSide));
}

/** The worst price at which the order may trade: a sell limit below the bid fills at the bid or better. */
export function worstPrice(order: Pick<OrderRequest, 'side' | 'price'>, price: NonNullable<RiskContext['price']>): Decimal {
  if (order.side === 'BUY') return order.price ?? price.ask;
  return order.price === undefined ? price.bid : Decimal.max(order.price, price.bid);
}

/** The part of a refusal that mentions orders being cancelled; empty if none counts. */
export function leavingWords({ leaving }: Sides, { base }: Pick<RiskContext['instrument'], 'base'>): string {
  if (leaving === undefined || leaving.isZero) return '';
  return `; ${leaving} ${base} of that are being cancelled and count until the venue says that they are gone, since they may still fill: wait for CANCELED, or amend the order instead`;
}
