import { Decimal } from '../number/decimal';
import type { OrderRequest } from '../order/order';
import type { RiskContext, Sides } from './rule';

/** Quantity held on the order's side if it and every open order on that side fill; zero while it only reduces. */
export function worstCaseQuantity(order: Pick<OrderRequest, 'side' | 'quantity'>, sides: Sides): Decimal {
  const held = order.side === 'BUY' ? sides.position : sides.position.negated();
  return Decimal.max(Decimal.ZERO, held.plus(sides.openSameSide).plus(order.quantity));
}

/** `worstCaseQuantity` in money: what is held or open already at the price of now, the order at its own worst price. */
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

/** What of the opposite position is left to reduce once every open order on this side has filled; never negative. */
export function reducibleQuantity(side: OrderRequest['side'], sides: Sides): Decimal {
  const opposite = side === 'BUY' ? sides.position.negated() : sides.position;
  return Decimal.max(Decimal.ZERO, opposite.minus(sides.openSameSide));
}

/** The worst price at which the order may trade: a sell limit below the bid fills at the bid or better. */
export function worstPrice(order: Pick<OrderRequest, 'side' | 'price'>, price: NonNullable<RiskContext['price']>): Decimal {
  if (order.side === 'BUY') return order.price ?? price.ask;
  return order.price === undefined ? price.bid : Decimal.max(order.price, price.bid);
}

/** What a refusal says where an order counts that is being cancelled; nothing where none does. */
export function leavingWords({ leaving }: Sides, { base }: Pick<RiskContext['instrument'], 'base'>): string {
  if (leaving === undefined || leaving.isZero) return '';
  return `; ${leaving} ${base} of that are being cancelled and count until the venue says that they are gone, since they may still fill: wait for CANCELED, or amend the order instead`;
}
