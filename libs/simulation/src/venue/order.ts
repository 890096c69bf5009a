import type { Decimal, OrderSide, OrderType } from '@libs/kernel';

export type SimTimeInForce = 'GTC' | 'IOC' | 'FOK' | 'POST_ONLY';

/** Which price sets a conditional order off. */
export type TriggerSource = 'LAST' | 'MARK' | 'INDEX';

/** What happens when a taker meets an order of its own owner; only the taker's policy counts. */
export type SelfTradePolicy = 'NONE' | 'CANCEL_MAKER' | 'CANCEL_TAKER' | 'CANCEL_BOTH';

/** Which position of the account in a market: 0 one-way, 1 and 2 the buy and the sell side of hedge mode. */
export type PositionIndex = 0 | 1 | 2;

/** What an order is there for; all but `ORDER` wait for a trigger or were born of one. */
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
  /** The price of a market order ran out of its band. */
  | 'BEYOND_PRICE_BAND'
  /** A triggered order that its account could not pay, or that broke another rule by then. */
  | 'REFUSED_ON_TRIGGER'
  /** The sibling of an OCO pair, or a TP/SL whose position is gone. */
  | 'SIBLING_DONE'
  | 'BEFORE_LIQUIDATION'
  | 'BY_DISCONNECT'
  | 'BY_SETTLEMENT'
  | 'BY_ADMIN';

/** When a waiting order comes to life. */
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
  /** Everything below may be left out by callers that want a plain order. */
  readonly purpose?: OrderPurpose;
  readonly positionIndex?: PositionIndex;
  readonly selfTrade?: SelfTradePolicy;
  readonly trigger?: Trigger;
  /** Makes room by cancelling other orders of the account when margin is short at the trigger. */
  readonly closeOnTrigger?: boolean;
  readonly takeProfit?: ExitRule;
  readonly stopLoss?: ExitRule;
  readonly exitMode?: ExitMode;
  /** Fraction of the best price that a market order may pay beyond it. */
  readonly slippage?: Decimal;
}

export type SimOrderStatus = 'UNTRIGGERED' | 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELLED' | 'DEACTIVATED' | 'REJECTED';

/** An order as the venue keeps it; a new value for every change. */
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
  /** Set once a trigger set it off; market time. */
  readonly triggeredAt?: number;
  /** The order whose attached exit this is, or its sibling in an OCO pair. */
  readonly parentOrderId?: string;
  /** What the client called that order, when it did. */
  readonly parentClientOrderId?: string;
  readonly siblingOrderId?: string;
  readonly lastPriceOnCreated: Decimal;
  /** Market time, epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Rises with every order of the venue, anew when an amendment costs it its place; decides who came first. */
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
  /** Positive is paid by the account; a funding payment stands here too. */
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
