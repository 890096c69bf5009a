import type { CancelReason, OrderPurpose, SelfTradePolicy, SimOrder, SimTimeInForce, TriggerSource } from '@libs/simulation';
import type { OrderSide, OrderType } from '@libs/kernel';

/** The wire's names of what the venue calls otherwise: https://bybit-exchange.github.io/docs/v5/enum */
export const SIDE: Readonly<Record<OrderSide, string>> = { BUY: 'Buy', SELL: 'Sell' };
export const TYPE: Readonly<Record<OrderType, string>> = { MARKET: 'Market', LIMIT: 'Limit' };
export const TIME_IN_FORCE: Readonly<Record<SimTimeInForce, string>> = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK', POST_ONLY: 'PostOnly' };
export const TRIGGER_BY: Readonly<Record<TriggerSource, string>> = { LAST: 'LastPrice', MARK: 'MarkPrice', INDEX: 'IndexPrice' };

export const SMP_TYPE: Readonly<Record<SelfTradePolicy, string>> = {
  NONE: 'None',
  CANCEL_MAKER: 'CancelMaker',
  CANCEL_TAKER: 'CancelTaker',
  CANCEL_BOTH: 'CancelBoth',
};

/** The same table read from the wire's side. */
export function fromWire<T extends string>(table: Readonly<Record<T, string>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(table).map(([ours, theirs]) => [theirs, ours])) as Readonly<Record<string, T>>;
}

export const STATUS: Readonly<Record<SimOrder['status'], string>> = {
  UNTRIGGERED: 'Untriggered',
  NEW: 'New',
  PARTIALLY_FILLED: 'PartiallyFilled',
  FILLED: 'Filled',
  CANCELLED: 'Cancelled',
  DEACTIVATED: 'Deactivated',
  REJECTED: 'Rejected',
};

export const STOP_ORDER_TYPE: Readonly<Record<OrderPurpose, string>> = {
  ORDER: '',
  STOP: 'Stop',
  TAKE_PROFIT: 'TakeProfit',
  STOP_LOSS: 'StopLoss',
  PARTIAL_TAKE_PROFIT: 'PartialTakeProfit',
  PARTIAL_STOP_LOSS: 'PartialStopLoss',
  TRAILING_STOP: 'TrailingStop',
  SPOT_TPSL: 'tpslOrder',
  SPOT_OCO: 'OcoOrder',
  LIQUIDATION: '',
};

export const CREATE_TYPE: Readonly<Record<OrderPurpose, string>> = {
  ORDER: 'CreateByUser',
  STOP: 'CreateByStopOrder',
  TAKE_PROFIT: 'CreateByTakeProfit',
  STOP_LOSS: 'CreateByStopLoss',
  PARTIAL_TAKE_PROFIT: 'CreateByPartialTakeProfit',
  PARTIAL_STOP_LOSS: 'CreateByPartialStopLoss',
  TRAILING_STOP: 'CreateByTrailingStop',
  SPOT_TPSL: 'CreateByUser',
  SPOT_OCO: 'CreateByUser',
  LIQUIDATION: 'CreateByTakeOver_PassThrough',
};

export interface Ending {
  readonly cancelType: string;
  readonly rejectReason: string;
}

export const NOT_ENDED: Ending = { cancelType: 'UNKNOWN', rejectReason: 'EC_NoError' };

export const ENDING: Readonly<Record<CancelReason, Ending>> = {
  BY_USER: { cancelType: 'CancelByUser', rejectReason: 'EC_PerCancelRequest' },
  POST_ONLY_WOULD_TAKE: { cancelType: 'UNKNOWN', rejectReason: 'EC_PostOnlyWillTakeLiquidity' },
  NO_IMMEDIATE_FILL: { cancelType: 'UNKNOWN', rejectReason: 'EC_NoImmediateQtyToFill' },
  NO_FULL_FILL: { cancelType: 'UNKNOWN', rejectReason: 'EC_CancelForNoFullFill' },
  BY_REDUCE_ONLY: { cancelType: 'CancelByReduceOnly', rejectReason: 'EC_NoError' },
  BY_SELF_TRADE_PREVENTION: { cancelType: 'CancelBySmp', rejectReason: 'EC_BySelfMatch' },
  BEYOND_PRICE_BAND: { cancelType: 'UNKNOWN', rejectReason: 'EC_ReachMarketPriceLimit' },
  REFUSED_ON_TRIGGER: { cancelType: 'CancelByCannotAffordOrderCost', rejectReason: 'EC_Others' },
  SIBLING_DONE: { cancelType: 'CancelByTpSlTsClear', rejectReason: 'EC_NoError' },
  BEFORE_LIQUIDATION: { cancelType: 'CancelAllBeforeLiq', rejectReason: 'EC_NoError' },
  CANNOT_PAY: { cancelType: 'CancelByCannotAffordOrderCost', rejectReason: 'EC_NoError' },
  BY_DISCONNECT: { cancelType: 'CancelByDCP', rejectReason: 'EC_NoError' },
  BY_SETTLEMENT: { cancelType: 'CancelBySettle', rejectReason: 'EC_NoError' },
  BY_ADMIN: { cancelType: 'CancelByAdmin', rejectReason: 'EC_NoError' },
};

/** Why one of a spot pair ended when the other went off. */
export const OCO_ENDING = {
  takeProfit: { cancelType: 'CancelByOCOTpCanceledBySlTriggered', rejectReason: 'EC_NoError' },
  stopLoss: { cancelType: 'CancelByOCOSlCanceledByTpTriggered', rejectReason: 'EC_NoError' },
} as const;
