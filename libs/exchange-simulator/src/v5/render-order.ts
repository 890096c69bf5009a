import type { MarketInstrument, MarketState, SimExecution, SimOrder } from '@libs/simulation';
import { leavesOf, type CancelReason } from '@libs/simulation';
import { Decimal } from '@libs/kernel';

const AVERAGE_SCALE = 8;

const REASON: Readonly<Partial<Record<CancelReason, { readonly cancelType: string; readonly rejectReason: string }>>> = {
  BY_USER: { cancelType: 'CancelByUser', rejectReason: 'EC_PerCancelRequest' },
  POST_ONLY_WOULD_TAKE: { cancelType: 'UNKNOWN', rejectReason: 'EC_PostOnlyWillTakeLiquidity' },
  NO_IMMEDIATE_FILL: { cancelType: 'UNKNOWN', rejectReason: 'EC_NoImmediateQtyToFill' },
  NO_FULL_FILL: { cancelType: 'UNKNOWN', rejectReason: 'EC_CancelForNoFullFill' },
  BY_REDUCE_ONLY: { cancelType: 'CancelByReduceOnly', rejectReason: 'EC_NoError' },
  BY_ADMIN: { cancelType: 'CancelByAdmin', rejectReason: 'EC_NoError' },
};

export const SIDE = { BUY: 'Buy', SELL: 'Sell' } as const;
export const TYPE = { MARKET: 'Market', LIMIT: 'Limit' } as const;
const TIME_IN_FORCE = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK', POST_ONLY: 'PostOnly' } as const;
const STATUS = {
  UNTRIGGERED: 'Untriggered',
  NEW: 'New',
  PARTIALLY_FILLED: 'PartiallyFilled',
  FILLED: 'Filled',
  CANCELLED: 'Cancelled',
  DEACTIVATED: 'Deactivated',
  REJECTED: 'Rejected',
} as const;

export function orderStatus(order: SimOrder, category: MarketInstrument['category']): string {
  if (order.status === 'CANCELLED' && category === 'spot' && order.filled.sign > 0) return 'PartiallyFilledCanceled';
  return STATUS[order.status];
}

/** An order as `order/realtime`, `order/history` and the private stream tell it. */
export function renderOrder(order: SimOrder, { instrument }: MarketState): Record<string, unknown> {
  const quantity = order.quoteQuantity ?? order.quantity;
  const leaves = order.status === 'CANCELLED' ? Decimal.ZERO : leavesOf(order);
  const reason = order.cancelReason ? REASON[order.cancelReason] : { cancelType: 'UNKNOWN', rejectReason: 'EC_NoError' };
  return {
    category: instrument.category,
    symbol: instrument.venueSymbol,
    orderId: order.orderId,
    orderLinkId: order.clientOrderId,
    blockTradeId: '',
    ...{ side: SIDE[order.side], orderType: TYPE[order.type], price: (order.price ?? Decimal.ZERO).toString(), qty: quantity.toString() },
    ...{ marketUnit: order.quoteQuantity ? 'quoteCoin' : 'baseCoin', timeInForce: TIME_IN_FORCE[order.timeInForce] },
    ...{ orderStatus: orderStatus(order, instrument.category), ...reason, reduceOnly: order.reduceOnly },
    avgPrice: order.filled.isZero ? '' : order.filledValue.dividedBy(order.filled, AVERAGE_SCALE).toString(),
    ...{ leavesQty: leaves.toString(), leavesValue: leaves.times(order.price ?? Decimal.ZERO).toString() },
    ...{ cumExecQty: order.filled.toString(), cumExecValue: order.filledValue.toString(), cumExecFee: order.fees.toString() },
    cumFeeDetail: order.fees.isZero ? {} : { [order.feeAsset]: order.fees.toString() },
    ...{ feeCurrency: order.feeAsset, lastPriceOnCreated: order.lastPriceOnCreated.toString() },
    ...{ createdTime: String(order.createdAt), updatedTime: String(order.updatedAt) },
    ...UNUSED_ORDER_FIELDS,
  };
}

/** Fields of features that this venue does not have; their values are those of a plain order. */
const UNUSED_ORDER_FIELDS = {
  ...{ isLeverage: '0', positionIdx: 0, orderIv: '', stopOrderType: '', triggerPrice: '', takeProfit: '', stopLoss: '' },
  ...{ tpTriggerBy: '', slTriggerBy: '', tpLimitPrice: '0', slLimitPrice: '0', triggerDirection: 0, triggerBy: '', tpslMode: '' },
  ...{ closeOnTrigger: false, placeType: '', smpType: 'None', smpGroup: 0, smpOrderId: '', createType: 'CreateByUser', ocoTriggerBy: '' },
} as const;

/** An execution as `execution/list` and the private stream tell it. */
export function renderExecution(execution: SimExecution, { instrument }: MarketState): Record<string, unknown> {
  return {
    category: instrument.category,
    symbol: instrument.venueSymbol,
    ...{ orderId: execution.orderId, orderLinkId: execution.clientOrderId, side: SIDE[execution.side] },
    ...{
      orderPrice: execution.orderPrice.toString(),
      orderQty: execution.orderQuantity.toString(),
      leavesQty: execution.leaves.toString(),
    },
    ...{ createType: 'CreateByUser', orderType: TYPE[execution.orderType], stopOrderType: 'UNKNOWN' },
    ...{
      execFee: execution.fee.toString(),
      execId: execution.executionId,
      execPrice: execution.price.toString(),
      execQty: execution.quantity.toString(),
    },
    ...{ execType: 'Trade', execValue: execution.value.toString(), execTime: String(execution.at), execPnl: execution.realised.toString() },
    ...{ feeCurrency: execution.feeAsset, isMaker: execution.isMaker, feeRate: execution.feeRate.toString() },
    ...{ tradeIv: '', markIv: '', markPrice: execution.markPrice.toString(), indexPrice: '', underlyingPrice: '', blockTradeId: '' },
    ...{ closedSize: execution.closed.toString(), isLeverage: '0', marketUnit: '', seq: execution.sequence },
  };
}
