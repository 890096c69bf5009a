import { Decimal } from '@libs/kernel';
import type { ExecutionKind, SimExecution, VenueMarket } from '@libs/simulation';
import { CREATE_TYPE, SIDE, STOP_ORDER_TYPE, TYPE } from './names';

export const EXEC_TYPE: Readonly<Record<ExecutionKind, string>> = {
  TRADE: 'Trade',
  FUNDING: 'Funding',
  LIQUIDATION: 'BustTrade',
  AUTO_DELEVERAGING: 'AdlTrade',
  SETTLEMENT: 'Settle',
};

/** An execution as `execution/list` and the private stream tell it. */
export function renderExecution(execution: SimExecution, { instrument }: VenueMarket): object {
  const isFunding = execution.kind === 'FUNDING';
  const isSpot = instrument.category === 'spot';
  return {
    category: instrument.category,
    symbol: instrument.venueSymbol,
    orderId: execution.orderId,
    orderLinkId: execution.clientOrderId,
    side: SIDE[execution.side],
    orderPrice: execution.orderPrice,
    orderQty: execution.orderQuantity,
    leavesQty: isFunding ? Decimal.ZERO : execution.leaves,
    ...(isSpot ? {} : { createType: isFunding ? '' : createTypeOf(execution) }),
    orderType: isFunding ? 'UNKNOWN' : TYPE[execution.orderType],
    stopOrderType: STOP_ORDER_TYPE[execution.purpose] || 'UNKNOWN',
    execFee: execution.fee,
    execFeeV2: '',
    execId: execution.executionId,
    execPrice: execution.price,
    execQty: execution.quantity,
    execType: EXEC_TYPE[execution.kind],
    execValue: execution.value,
    execTime: String(execution.at),
    execPnl: execution.realised,
    feeCurrency: execution.feeAsset,
    isMaker: execution.isMaker,
    feeRate: execution.feeRate,
    tradeIv: '',
    markIv: '',
    markPrice: execution.markPrice,
    indexPrice: isSpot ? '' : execution.indexPrice,
    underlyingPrice: '',
    blockTradeId: '',
    closedSize: execution.closed,
    isLeverage: '0',
    marketUnit: '',
    extraFees: '',
    seq: execution.sequence,
  };
}

/** What `execution.fast` tells: trades only, and of makers no client id. */
export function renderFastExecution(execution: SimExecution, { instrument }: VenueMarket): object | undefined {
  if (execution.kind !== 'TRADE') return undefined;
  return {
    category: instrument.category,
    symbol: instrument.venueSymbol,
    execId: execution.executionId,
    execPrice: execution.price,
    execQty: execution.quantity,
    orderId: execution.orderId,
    isMaker: execution.isMaker,
    orderLinkId: execution.isMaker ? '' : execution.clientOrderId,
    side: SIDE[execution.side],
    execTime: String(execution.at),
    seq: execution.sequence,
  };
}

function createTypeOf({ kind, purpose }: SimExecution): string {
  return kind === 'AUTO_DELEVERAGING' ? 'CreateByAdl_PassThrough' : CREATE_TYPE[purpose];
}
