import { Decimal, type Category } from '@libs/kernel';
import { leavesOf, type ExitRule, type SimOrder, type VenueMarket } from '@libs/simulation';
import {
  CREATE_TYPE,
  ENDING,
  NOT_ENDED,
  OCO_ENDING,
  SIDE,
  SMP_TYPE,
  STATUS,
  STOP_ORDER_TYPE,
  TIME_IN_FORCE,
  TRIGGER_BY,
  TYPE,
  type Ending,
} from './names';

const AVERAGE_SCALE = 8;
const MODE = { FULL: 'Full', PARTIAL: 'Partial' } as const;
const DIRECTION = { RISE: 1, FALL: 2 } as const;
const OCO_TRIGGER = { none: 'OcoTriggerByUnknown', takeProfit: 'OcoTriggerByTp', stopLoss: 'OcoTriggerBySl' } as const;

export function orderStatus(order: SimOrder, category: Category): string {
  const isPart = category === 'spot' && order.status === 'CANCELLED' && order.filled.sign > 0;
  return isPart ? 'PartiallyFilledCanceled' : STATUS[order.status];
}

/** An order as `order/realtime`, `order/history` and the private stream tell it; decimals write themselves as text. */
export function renderOrder(order: SimOrder, { instrument }: VenueMarket): object {
  const { category } = instrument;
  const isOver = order.status === 'CANCELLED' || order.status === 'DEACTIVATED' || order.status === 'REJECTED';
  const leaves = isOver || order.status === 'FILLED' ? Decimal.ZERO : leavesOf(order);
  const ending = endingOf(order);
  const price = order.price ?? Decimal.ZERO;
  return {
    category,
    symbol: instrument.venueSymbol,
    orderId: order.orderId,
    orderLinkId: order.clientOrderId,
    parentOrderLinkId: category === 'linear' ? (order.parentClientOrderId ?? '') : '',
    blockTradeId: '',
    side: SIDE[order.side],
    orderType: TYPE[order.type],
    price,
    qty: order.quoteQuantity ?? order.quantity,
    marketUnit: marketUnit(order, category),
    timeInForce: TIME_IN_FORCE[order.timeInForce],
    orderStatus: orderStatus(order, category),
    cancelType: ending.cancelType,
    rejectReason: ending.rejectReason,
    avgPrice: order.filled.isZero ? '' : order.filledValue.dividedBy(order.filled, AVERAGE_SCALE),
    leavesQty: leaves,
    leavesValue: leaves.isZero ? leaves : leaves.times(price.isZero ? (order.trigger?.price ?? order.lastPriceOnCreated) : price),
    cumExecQty: order.filled,
    cumExecValue: order.filledValue,
    cumExecFee: order.fees,
    cumFeeDetail: order.fees.isZero ? {} : { [order.feeAsset]: order.fees },
    feeCurrency: order.feeAsset,
    reduceOnly: order.reduceOnly,
    closeOnTrigger: order.closeOnTrigger ?? false,
    positionIdx: order.positionIndex,
    isLeverage: category === 'spot' ? '0' : '',
    ...conditionOf(order, category),
    ...exitsOf(order, category),
    smpType: SMP_TYPE[order.selfTrade],
    lastPriceOnCreated: order.lastPriceOnCreated,
    createdTime: String(order.createdAt),
    updatedTime: String(order.updatedAt),
    ...UNUSED,
  };
}

function endingOf({ cancelReason, purpose, trigger, side }: SimOrder): Ending {
  if (cancelReason === 'SIBLING_DONE' && purpose === 'SPOT_OCO') return OCO_ENDING[exitKind(trigger, side)];
  return cancelReason ? ENDING[cancelReason] : NOT_ENDED;
}

/** Which of two exits an order is: a profit is taken where the price rose above what is sold. */
function exitKind(trigger: SimOrder['trigger'], side: SimOrder['side']): keyof typeof OCO_ENDING {
  return (trigger?.direction === 'RISE') === (side === 'SELL') ? 'takeProfit' : 'stopLoss';
}

/** A conditional order that went off keeps its trigger price and its kind. */
function conditionOf({ purpose, trigger, side, status, triggeredAt, lastPriceOnCreated }: SimOrder, category: Category): object {
  const waits = status === 'UNTRIGGERED' || (trigger !== undefined && triggeredAt === undefined);
  return {
    stopOrderType: STOP_ORDER_TYPE[purpose],
    triggerPrice: trigger?.price ?? '',
    triggerDirection: trigger ? DIRECTION[trigger.direction] : 0,
    triggerBy: trigger ? TRIGGER_BY[trigger.source] : '',
    ...(category === 'spot'
      ? { basePrice: lastPriceOnCreated, ocoTriggerBy: purpose === 'SPOT_OCO' ? OCO_TRIGGER[waits ? 'none' : exitKind(trigger, side)] : '' }
      : { createType: waits && purpose === 'STOP' ? 'CreateByUser' : CREATE_TYPE[purpose] }),
  };
}

/** Spot has no `tpslMode`, by which clients tell its orders from those of contracts. */
function exitsOf({ takeProfit, stopLoss, exitMode, purpose }: SimOrder, category: Category): object {
  const isFullExit = purpose === 'TAKE_PROFIT' || purpose === 'STOP_LOSS' || purpose === 'TRAILING_STOP';
  const isPartialExit = purpose === 'PARTIAL_TAKE_PROFIT' || purpose === 'PARTIAL_STOP_LOSS';
  const mode = isFullExit ? 'Full' : isPartialExit ? 'Partial' : takeProfit || stopLoss ? MODE[exitMode ?? 'FULL'] : '';
  return {
    takeProfit: takeProfit?.price ?? '',
    stopLoss: stopLoss?.price ?? '',
    tpTriggerBy: triggerBy(takeProfit),
    slTriggerBy: triggerBy(stopLoss),
    tpLimitPrice: takeProfit?.limit ?? '0',
    slLimitPrice: stopLoss?.limit ?? '0',
    ...(category === 'spot' ? {} : { tpslMode: mode }),
  };
}

function triggerBy(exit: ExitRule | undefined): string {
  return exit ? TRIGGER_BY[exit.source] : '';
}

function marketUnit(order: SimOrder, category: Category): string {
  if (category !== 'spot' || order.type !== 'MARKET') return '';
  return order.quoteQuantity ? 'quoteCoin' : 'baseCoin';
}

/** Fields of features that this venue does not have; their values are those of a plain order. */
const UNUSED = {
  orderIv: '',
  placeType: '',
  smpGroup: 0,
  smpOrderId: '',
  slippageToleranceType: 'UNKNOWN',
  slippageTolerance: '0',
  rpiTakerAccess: false,
  rpiMatchedQty: '0',
  extraFees: '',
} as const;
