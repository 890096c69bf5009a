import { amendBatch, cancelBatch, createBatch } from './orders/batches';
import { executions } from './orders/execution-queries';
import { amendOrder, cancelAll, cancelOrder, createOrder } from './orders/order-actions';
import { openOrders, orderHistory } from './orders/order-queries';
import { preCheck } from './orders/pre-check';
import type { PrivateHandler } from './request';
import { setDisconnectWindow } from './account/disconnect';

export const ORDER_ENDPOINTS: Readonly<Record<string, PrivateHandler>> = {
  'POST /v5/order/create': createOrder,
  'POST /v5/order/amend': amendOrder,
  'POST /v5/order/cancel': cancelOrder,
  'POST /v5/order/cancel-all': cancelAll,
  'POST /v5/order/create-batch': createBatch,
  'POST /v5/order/amend-batch': amendBatch,
  'POST /v5/order/cancel-batch': cancelBatch,
  'POST /v5/order/pre-check': preCheck,
  'POST /v5/order/disconnected-cancel-all': setDisconnectWindow,
  'GET /v5/order/realtime': openOrders,
  'GET /v5/order/history': orderHistory,
  'GET /v5/execution/list': executions,
};
