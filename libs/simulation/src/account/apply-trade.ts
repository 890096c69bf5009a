import { Decimal } from '@libs/kernel';
import type { PositionIndex } from '../venue/order';
import { MONEY_SCALE } from './fees';
import type { VenuePosition } from './position';

export interface PositionTrade {
  /** Negative for a sale. */
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
  /** Isolated margin only: the opened part is assigned its cost divided by this. */
  readonly isolatedLeverage: Decimal | undefined;
  readonly at: number;
  readonly sequence: number;
}

export interface PositionPayment {
  /** Negative for what was received. */
  readonly paid: Decimal;
  /** Isolated margin only: the part of it paid from the position's margin. */
  readonly fromMargin: Decimal;
  readonly at: number;
  readonly sequence: number;
}

export interface PositionChange {
  readonly position: VenuePosition;
  /** Before fees. */
  readonly realised: Decimal;
  /** How much of the trade closed an existing position; never negative. */
  readonly closed: Decimal;
  /** Magnitude of the cost of the closed part. */
  readonly closedCost: Decimal;
  /** The share of earlier opening fees that belongs to the closed part. */
  readonly openFee: Decimal;
  /** The share of this trade's fee that belongs to the closed part. */
  readonly closeFee: Decimal;
}

export function flatPosition(market: string, index: PositionIndex, at: number): VenuePosition {
  const zero = Decimal.ZERO;
  return {
    market,
    index,
    quantity: zero,
    cost: zero,
    openFees: zero,
    realised: zero,
    cumulativeRealised: zero,
    isolatedMargin: zero,
    exitMode: 'FULL',
    isLiquidating: false,
    openedAt: at,
    updatedAt: at,
    sequence: 0,
  };
}

/**
 * Applies a trade: the closed part leaves at its share of the cost, the rest opens at the trade's price. A position's exits end with it.
 */
export function applyTrade(position: VenuePosition, trade: PositionTrade): PositionChange {
  const { quantity: held } = position;
  const opposite = held.sign !== 0 && held.sign !== trade.quantity.sign;
  const closed = opposite ? Decimal.min(held.abs(), trade.quantity.abs()) : Decimal.ZERO;
  const take = (whole: Decimal): Decimal => shareOf(whole, closed, held.abs());
  const [closedCost, openFee] = [take(position.cost), take(position.openFees)];
  const signedClosed = trade.quantity.sign < 0 ? closed.negated() : closed;
  const opened = trade.quantity.minus(signedClosed);
  const realised = signedClosed.times(trade.price).negated().minus(closedCost);
  const closeFee = shareOf(trade.fee, closed, trade.quantity.abs());
  const openedCost = opened.times(trade.price);
  const setAside = trade.isolatedLeverage ? openedCost.abs().dividedBy(trade.isolatedLeverage, MONEY_SCALE, 'UP') : Decimal.ZERO;
  const profit = realised.minus(trade.fee);
  const ended = !held.isZero && closed.eq(held.abs());
  const startsNew = held.isZero || (ended && !opened.isZero);
  const next: VenuePosition = {
    ...position,
    quantity: held.plus(trade.quantity),
    cost: position.cost.minus(closedCost).plus(openedCost),
    openFees: position.openFees.minus(openFee).plus(trade.fee.minus(closeFee)),
    realised: (held.isZero ? Decimal.ZERO : position.realised).plus(profit),
    cumulativeRealised: position.cumulativeRealised.plus(profit),
    isolatedMargin: position.isolatedMargin.minus(take(position.isolatedMargin)).plus(setAside),
    openedAt: startsNew ? trade.at : position.openedAt,
    updatedAt: trade.at,
    sequence: trade.sequence,
  };
  return { position: ended ? withoutExits(next) : next, closed, realised, openFee, closeFee, closedCost: closedCost.abs() };
}

/** Funding and other payments that change a position's result without a trade. */
export function applyPayment(position: VenuePosition, payment: PositionPayment): VenuePosition {
  return {
    ...position,
    isolatedMargin: position.isolatedMargin.minus(payment.fromMargin),
    realised: position.realised.minus(payment.paid),
    cumulativeRealised: position.cumulativeRealised.minus(payment.paid),
    updatedAt: payment.at,
    sequence: payment.sequence,
  };
}

export function averageEntryOf(position: VenuePosition, scale: number): Decimal {
  return position.quantity.isZero ? Decimal.ZERO : position.cost.dividedBy(position.quantity, scale);
}

export function unrealisedOf(position: VenuePosition, mark: Decimal): Decimal {
  return position.quantity.times(mark).minus(position.cost);
}

function withoutExits(position: VenuePosition): VenuePosition {
  if (!position.takeProfit && !position.stopLoss && !position.trailing) return { ...position, exitMode: 'FULL', isLiquidating: false };
  const { takeProfit: _takeProfit, stopLoss: _stopLoss, trailing: _trailing, ...rest } = position;
  return { ...rest, exitMode: 'FULL', isLiquidating: false };
}

/** Closing everything takes the whole amount, so no rounding remainder is left. */
function shareOf(whole: Decimal, part: Decimal, of: Decimal): Decimal {
  if (part.isZero || whole.isZero) return Decimal.ZERO;
  return part.eq(of) ? whole : whole.times(part).dividedBy(of, MONEY_SCALE);
}
