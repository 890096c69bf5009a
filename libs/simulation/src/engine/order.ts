import type { Decimal, OrderSide, OrderType } from '@libs/kernel';

export type SimTimeInForce = 'GTC' | 'IOC' | 'FOK' | 'POST_ONLY';

export type CancelReason = 'BY_USER' | 'POST_ONLY_WOULD_TAKE' | 'NO_IMMEDIATE_FILL' | 'NO_FULL_FILL' | 'BY_REDUCE_ONLY' | 'BY_ADMIN';

/** What a client asks for, parsed but not yet checked against the instrument. */
export interface SimOrderRequest {
  readonly market: string;
  readonly clientOrderId: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly quantity: Decimal;
  /** Set for a spot market order by value: what to spend (or to earn) in quote units; `quantity` is then zero. */
  readonly quoteQuantity?: Decimal;
  readonly price?: Decimal;
  readonly timeInForce: SimTimeInForce;
  readonly reduceOnly: boolean;
}

/** An order as the venue keeps it; a new value for every change. */
export interface SimOrder extends SimOrderRequest {
  readonly orderId: string;
  readonly accountId: string;
  readonly status: 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELLED';
  readonly filled: Decimal;
  readonly filledValue: Decimal;
  readonly fees: Decimal;
  readonly feeAsset: string;
  readonly cancelReason?: CancelReason;
  readonly lastPriceOnCreated: Decimal;
  /** Market time, epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Rises with every order of the venue; decides who came first. */
  readonly sequence: number;
}

export interface SimExecution {
  readonly executionId: string;
  readonly orderId: string;
  readonly clientOrderId: string;
  readonly accountId: string;
  readonly market: string;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly orderPrice: Decimal;
  readonly orderQuantity: Decimal;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly value: Decimal;
  readonly fee: Decimal;
  readonly feeRate: Decimal;
  readonly feeAsset: string;
  readonly isMaker: boolean;
  readonly leaves: Decimal;
  readonly closed: Decimal;
  readonly realised: Decimal;
  readonly markPrice: Decimal;
  readonly at: number;
  readonly sequence: number;
}

export function isOpen(order: SimOrder): boolean {
  return order.status === 'NEW' || order.status === 'PARTIALLY_FILLED';
}

export function leavesOf(order: SimOrder): Decimal {
  return order.quantity.minus(order.filled);
}
