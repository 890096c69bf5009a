import type { Decimal } from '@libs/kernel';
import type { ExecutionKind, SimOrder } from '../venue/order';
import type { PositionChange } from './apply-trade';
import type { ClosedPosition } from './position';

/** Fraction digits of the average prices in reports. */
const PRICE_SCALE = 8;

export interface ClosingTrade {
  readonly trade: { readonly order: SimOrder; readonly kind: ExecutionKind; readonly price: Decimal; readonly at: number };
  readonly change: PositionChange;
  readonly leverage: Decimal;
  /** The record of the order's earlier closing trades. */
  readonly earlier: ClosedPosition | undefined;
}

/** The report of what an order has closed so far. */
export function closedRecord({ trade, change, leverage, earlier }: ClosingTrade): ClosedPosition {
  const { order, at } = trade;
  const add = (one: Decimal, other: Decimal | undefined): Decimal => (other ? one.plus(other) : one);
  const quantity = add(change.closed, earlier?.quantity);
  const entryValue = add(change.closedCost, earlier?.entryValue);
  const exitValue = add(change.closed.times(trade.price), earlier?.exitValue);
  const profit = change.realised.minus(change.openFee).minus(change.closeFee);
  return {
    market: order.market,
    index: order.positionIndex,
    orderId: order.orderId,
    side: order.side,
    quantity,
    leverage,
    orderPrice: order.price ?? trade.price,
    orderType: order.type,
    kind: trade.kind === 'FUNDING' ? 'TRADE' : trade.kind,
    averageEntry: entryValue.dividedBy(quantity, PRICE_SCALE),
    averageExit: exitValue.dividedBy(quantity, PRICE_SCALE),
    entryValue,
    exitValue,
    profit: add(profit, earlier?.profit),
    openFee: add(change.openFee, earlier?.openFee),
    closeFee: add(change.closeFee, earlier?.closeFee),
    fills: (earlier?.fills ?? 0) + 1,
    createdAt: earlier?.createdAt ?? at,
    updatedAt: at,
  };
}
