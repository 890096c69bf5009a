import { Decimal } from '@libs/kernel';

/** Fraction digits of money that had to be rounded: fees and the closed part of a cost. */
export const MONEY_SCALE = 8;

/** A one-way linear position; quantity and cost carry the sign of the side, the average entry is derived. */
export interface LinearPosition {
  readonly market: string;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  /** Since the position was last flat, before fees. */
  readonly realised: Decimal;
  /** Since the account began, after fees. */
  readonly cumulativeRealised: Decimal;
  readonly openedAt: number;
  readonly updatedAt: number;
}

export interface Trade {
  /** Negative for a sale. */
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
  readonly at: number;
}

export interface PositionChange {
  readonly position: LinearPosition;
  readonly realised: Decimal;
  /** How much of the trade closed what was open; never negative. */
  readonly closed: Decimal;
}

export function flatPosition(market: string, at: number): LinearPosition {
  return {
    market,
    quantity: Decimal.ZERO,
    cost: Decimal.ZERO,
    realised: Decimal.ZERO,
    cumulativeRealised: Decimal.ZERO,
    openedAt: at,
    updatedAt: at,
  };
}

/** Adds a trade: the closed part leaves at its share of the cost, the rest opens at the trade's price. */
export function applyTrade(position: LinearPosition, trade: Trade): PositionChange {
  const { quantity: held } = position;
  const opposite = held.sign !== 0 && held.sign !== trade.quantity.sign;
  const closed = opposite ? Decimal.min(held.abs(), trade.quantity.abs()) : Decimal.ZERO;
  const closedCost = closed.isZero ? Decimal.ZERO : shareOfCost(position, closed);
  const signedClosed = trade.quantity.sign < 0 ? closed.negated() : closed;
  const realised = signedClosed.times(trade.price).negated().minus(closedCost);
  const opened = trade.quantity.minus(signedClosed);
  const startsNew = held.isZero || opened.sign === -held.sign;
  return {
    closed,
    realised,
    position: {
      market: position.market,
      quantity: held.plus(trade.quantity),
      cost: position.cost.minus(closedCost).plus(opened.times(trade.price)),
      realised: (held.isZero ? Decimal.ZERO : position.realised).plus(realised),
      cumulativeRealised: position.cumulativeRealised.plus(realised).minus(trade.fee),
      openedAt: startsNew ? trade.at : position.openedAt,
      updatedAt: trade.at,
    },
  };
}

export function averageEntry(position: LinearPosition, scale: number): Decimal {
  return position.quantity.isZero ? Decimal.ZERO : position.cost.dividedBy(position.quantity, scale);
}

export function unrealised(position: LinearPosition, mark: Decimal): Decimal {
  return position.quantity.times(mark).minus(position.cost);
}

function shareOfCost(position: LinearPosition, closed: Decimal): Decimal {
  const held = position.quantity.abs();
  return closed.eq(held) ? position.cost : position.cost.times(closed).dividedBy(held, MONEY_SCALE);
}
