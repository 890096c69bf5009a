import type { Decimal } from '../number/decimal';
import type { OrderStatus } from './order-status';

export type OrderSide = 'BUY' | 'SELL';
export type OrderType = 'MARKET' | 'LIMIT';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK';

/** An order as requested, before any check. */
export interface OrderRequest {
  readonly symbol: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly quantity: Decimal;
  /** Present for LIMIT only. */
  readonly price?: Decimal;
  /** Trigger price: a sell is sent when the market falls to it, a buy when it rises to it. Absent: sent immediately. */
  readonly stop?: Decimal;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** The author's short reason, at most 64 characters; shown with the order. */
  readonly tag?: string;
}

/** An order through its whole lifecycle; every change creates a new value. */
export interface Order extends OrderRequest {
  readonly clientOrderId: string;
  readonly deploymentId: string;
  readonly status: OrderStatus;
  /** Client id of the entry, if the platform placed this order as an exit of a bracket. */
  readonly bracket?: string;
  readonly venueOrderId?: string;
  readonly filledQuantity: Decimal;
  /** Σ quantity × price of its fills, in quote units. */
  readonly filledCost: Decimal;
  /** Why it was denied, rejected, cancelled or expired. */
  readonly reason?: string;
  /** Market time, epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** One execution of an order as the venue reported it. */
export interface Fill {
  readonly executionId: string;
  readonly clientOrderId: string;
  readonly deploymentId: string;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** Positive is paid, negative is a rebate. */
  readonly fee: Decimal;
  readonly feeAsset: string;
  readonly liquidity: 'MAKER' | 'TAKER';
  /** Market time, epoch milliseconds. */
  readonly at: number;
}
