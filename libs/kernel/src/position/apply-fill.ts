import { Decimal } from '../number/decimal';
import type { Instrument } from '../market/instrument';
import type { Fill } from '../order/order';
import type { Position } from './position';

/** Fraction digits to which a partial close rounds its share of the cost. */
export const ASSET_PRECISION = 8;

/** A signed quantity that enters a position, with its signed cost and price. */
export interface PositionChange {
  readonly quantity: Decimal;
  readonly cost: Decimal;
  readonly price: Decimal;
}

export function emptyPosition(symbol: string): Position {
  return { symbol, quantity: Decimal.ZERO, cost: Decimal.ZERO, realised: Decimal.ZERO, fees: Decimal.ZERO };
}

/** How a fill changes a position; a fee taken out of the received coin reduces the quantity, not the cost. */
export function positionChangeOf(
  instrument: Pick<Instrument, 'category' | 'base'>,
  fill: Pick<Fill, 'side' | 'quantity' | 'price' | 'fee' | 'feeAsset'>,
): PositionChange {
  const signed = fill.side === 'BUY' ? fill.quantity : fill.quantity.negated();
  const feeInBase = instrument.category === 'spot' && fill.feeAsset === instrument.base;
  return { quantity: feeInBase ? signed.minus(fill.fee) : signed, cost: signed.times(fill.price), price: fill.price };
}

/**
 * The position after a change. The closed part takes cost × closed / quantity, rounded half-even at `precision`, and the remainder stays,
 * so costs and realised profit always add up. A quantity beyond the position opens the other side.
 */
export function applyChange(position: Position, change: PositionChange, precision: number = ASSET_PRECISION): Position {
  if (change.quantity.isZero) return { ...position, cost: position.cost.plus(change.cost) };
  if (position.quantity.isZero || position.quantity.sign === change.quantity.sign) {
    return { ...position, quantity: position.quantity.plus(change.quantity), cost: position.cost.plus(change.cost) };
  }
  const held = position.quantity.abs();
  const incoming = change.quantity.abs();
  const closed = Decimal.min(held, incoming);
  const closedCost = closed.eq(held) ? position.cost : position.cost.times(closed).dividedBy(held, precision);
  const closing = closed.eq(incoming) ? change.cost : signedLike(change.quantity, closed).times(change.price);
  const opened = change.cost.minus(closing);
  return {
    ...position,
    quantity: position.quantity.plus(change.quantity),
    cost: position.cost.minus(closedCost).plus(opened),
    realised: position.realised.minus(closing).minus(closedCost),
  };
}

/** `applyChange` for a fill whose fee is not taken out of the traded coin. */
export function applyFill(
  position: Position,
  fill: Pick<Fill, 'side' | 'quantity' | 'price'>,
  precision: number = ASSET_PRECISION,
): Position {
  const quantity = fill.side === 'BUY' ? fill.quantity : fill.quantity.negated();
  return applyChange(position, { quantity, cost: quantity.times(fill.price), price: fill.price }, precision);
}

/** The position after paying a fee in the settle asset. */
export function chargeFee(position: Position, fee: Decimal): Position {
  return fee.isZero ? position : { ...position, fees: position.fees.plus(fee) };
}

/** cost / quantity to `precision` digits; null when flat. */
export function averagePrice(position: Position, precision: number = ASSET_PRECISION): Decimal | null {
  return position.quantity.isZero ? null : position.cost.dividedBy(position.quantity, precision);
}

/** Unrealised profit at `mark`, in quote units; exact. */
export function unrealisedProfit(position: Pick<Position, 'quantity' | 'cost'>, mark: Decimal): Decimal {
  return position.quantity.times(mark).minus(position.cost);
}

/** Unrealised profit as a fraction of the entry value, to `precision` digits; null if the cost is zero. */
export function unrealisedFraction(
  position: Pick<Position, 'quantity' | 'cost'>,
  mark: Decimal,
  precision: number = ASSET_PRECISION,
): Decimal | null {
  return position.cost.isZero ? null : unrealisedProfit(position, mark).dividedBy(position.cost.abs(), precision);
}

function signedLike(model: Decimal, magnitude: Decimal): Decimal {
  return model.sign < 0 ? magnitude.negated() : magnitude;
}
