import type { Decimal, OrderSide, OrderType } from '@libs/kernel';

export type SimTimeInForce = 'GTC' | 'IOC' | 'FOK' | 'POST_ONLY';

/** Which price triggers a conditional order. */
export type TriggerSource = 'LAST' | 'MARK' | 'INDEX';

/** What happens when a taker meets an order of the same owner; only the taker's policy counts. */
export type SelfTradePolicy = 'NONE' | 'CANCEL_MAKER' | 'CANCEL_TAKER' | 'CANCEL_BOTH';

/** Which position of the account in a market: 0 one-way, 1 and 2 the buy and the sell side of hedge mode. */
export type PositionIndex = 0 | 1 | 2;

/** The purpose of an order; all except `ORDER` wait for a trigger or resulted from one. */
export type OrderPurpose =
  | 'ORDER'
  | 'STOP'
  | 'TAKE_PROFIT'
  | 'STOP_LOSS'
  | 'PARTIAL_TAKE_PROFIT'
  | 'PARTIAL_STOP_LOSS'
  | 'TRAILING_STOP'
  | 'SPOT_TPSL'
  | 'SPOT_OCO'
  | 'LIQUIDATION';

export type CancelReason =
  | 'BY_USER'
  | 'POST_ONLY_WOULD_TAKE'
  | 'NO_IMMEDIATE_FILL'
  | 'NO_FULL_FILL'
  | 'BY_REDUCE_ONLY'
  | 'BY_SELF_TRADE_PREVENTION'
  /** A market order reached the edge of its price band. */
  | 'BEYOND_PRICE_BAND'
  /** A triggered order that its account could not pay, or that violated another rule at that time. */
  | 'REFUSED_ON_TRIGGER'
  /** The sibling of an OCO pair filled, or the position of a TP/SL is gone. */
  | 'SIBLING_DONE'
  | 'BEFORE_LIQUIDATION'
  /** A contract has lost the coins that a spot order would pay. */
  | 'CANNOT_PAY'
  | 'BY_DISCONNECT'
  | 'BY_SETTLEMENT'
  | 'BY_ADMIN';

/** When a waiting order becomes active. */
export interface Trigger {
  readonly price: Decimal;
  readonly source: TriggerSource;
  readonly direction: 'RISE' | 'FALL';
}

/** A take-profit or stop-loss, attached to an order or to a position. */
export interface ExitRule {
  readonly price: Decimal;
  readonly source: TriggerSource;
  /** Set for a limit exit; without it the exit is a market order. */
  readonly limit?: Decimal;
}

/** FULL covers the whole position whatever its size; PARTIAL the quantity of the order it came with. */
export type ExitMode = 'FULL' | 'PARTIAL';

/** A client's request, parsed but not checked against the instrument. */
export interface SimOrderRequest {
  readonly market: string;
  readonly clientOrderId: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly quantity: Decimal;
  /** Spot market orders by value: the amount to spend (or to earn) in quote units; `quantity` is then zero. */
  readonly quoteQuantity?: Decimal;
  readonly price?: Decimal;
  readonly timeInForce: SimTimeInForce;
  readonly reduceOnly: boolean;
  /** All fields below are optional for a plain order. */
  readonly purpose?: OrderPurpose;
  readonly positionIndex?: PositionIndex;
  readonly selfTrade?: SelfTradePolicy;
  readonly trigger?: Trigger;
  /** Cancels other orders of the account to free margin if it is short at the trigger. */
  readonly closeOnTrigger?: boolean;
  readonly takeProfit?: ExitRule;
  readonly stopLoss?: ExitRule;
  readonly exitMode?: ExitMode;
  /** How far beyond the best price a market order may trade, as a fraction of it. */
  readonly slippage?: Decimal;
}

export type SimOrderStatus = 'UNTRIGGERED' | 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELLED' | 'DEACTIVATED' | 'REJECTED';

/** An order as the venue stores it; every change creates a new value. */
export interface SimOrder extends SimOrderRequest {
  readonly purpose: OrderPurpose;
  readonly positionIndex: PositionIndex;
  readonly selfTrade: SelfTradePolicy;
  readonly orderId: string;
  readonly accountId: string;
  readonly status: SimOrderStatus;
  readonly filled: Decimal;
  readonly filledValue: Decimal;
  readonly fees: Decimal;
  readonly feeAsset: string;
  readonly cancelReason?: CancelReason;
  /** Market time of its trigger, once triggered. */
  readonly triggeredAt?: number;
  /** The order that this exit is attached to, or its sibling in an OCO pair. */
  readonly parentOrderId?: string;
  /** The client id of that order, if it has one. */
  readonly parentClientOrderId?: string;
  readonly siblingOrderId?: string;
  readonly lastPriceOnCreated: Decimal;
  /** Market time, epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Rises with every order of the venue, and is renewed when an amendment loses the order's place; determines time priority. */
  readonly sequence: number;
}

export type ExecutionKind = 'TRADE' | 'FUNDING' | 'LIQUIDATION' | 'AUTO_DELEVERAGING' | 'SETTLEMENT';

export interface SimExecution {
  readonly kind: ExecutionKind;
  readonly executionId: string;
  readonly orderId: string;
  readonly clientOrderId: string;
  readonly accountId: string;
  readonly market: string;
  readonly positionIndex: PositionIndex;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly purpose: OrderPurpose;
  readonly orderPrice: Decimal;
  readonly orderQuantity: Decimal;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly value: Decimal;
  /** Positive is paid by the account; a funding payment is stored here too. */
  readonly fee: Decimal;
  readonly feeRate: Decimal;
  readonly feeAsset: string;
  readonly isMaker: boolean;
  readonly leaves: Decimal;
  readonly closed: Decimal;
  readonly realised: Decimal;
  readonly markPrice: Decimal;
  readonly indexPrice: Decimal;
  readonly at: number;
  readonly sequence: number;
}

export function isOpen(order: SimOrder): boolean {
  return order.status === 'NEW' || order.status === 'PARTIALLY_FILLED' || order.status === 'UNTRIGGERED';
}

export function leavesOf(order: SimOrder): Decimal {
  return order.quantity.minus(order.filled);
}
