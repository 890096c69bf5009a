import type { Category } from '@libs/kernel';
import { isOpen, marketKey, type SimOrder } from '@libs/simulation';
import { ok, type Reply } from './envelope';
import { readOrder } from './order-parameters';
import { pageOf } from './page';
import { badParameter, type Parameters } from './parameters';
import { orderStatus, renderExecution, renderOrder } from './render-order';
import type { PrivateHandler, SignedIn } from './request';
import { refusalReply } from './ret-codes';

export const ORDER_ENDPOINTS: Readonly<Record<string, PrivateHandler>> = {
  'POST /v5/order/create': createOrder,
  'POST /v5/order/cancel': cancelOrder,
  'POST /v5/order/cancel-all': cancelAll,
  'GET /v5/order/realtime': openOrders,
  'GET /v5/order/history': orderHistory,
  'GET /v5/execution/list': executions,
};

export async function createOrder({ exchange, key, parameters }: Pick<SignedIn, 'exchange' | 'key' | 'parameters'>): Promise<Reply> {
  const { category, request } = readOrder(parameters);
  const result = await exchange.submit(key.accountId, request);
  if (result.kind === 'refused') return refusalReply(result.refusal, category);
  return ok({ orderId: result.order.orderId, orderLinkId: result.order.clientOrderId });
}

export async function cancelOrder({ exchange, key, parameters }: Pick<SignedIn, 'exchange' | 'key' | 'parameters'>): Promise<Reply> {
  const category = parameters.category();
  const market = marketKey({ category, venueSymbol: parameters.required('symbol') });
  const [orderId, clientOrderId] = [parameters.text('orderId'), parameters.text('orderLinkId')];
  if (orderId === undefined && clientOrderId === undefined) throw badParameter('params error: orderId or orderLinkId is required');
  if (!exchange.engine.markets.has(market)) return refusalReply({ code: 'UNKNOWN_MARKET' }, category);
  const result = await exchange.cancel(key.accountId, {
    market,
    ...(orderId === undefined ? {} : { orderId }),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
  });
  if (result.kind === 'refused') return refusalReply(result.refusal, category);
  return ok({ orderId: result.order.orderId, orderLinkId: result.order.clientOrderId });
}

async function cancelAll({ exchange, key, parameters }: SignedIn): Promise<Reply> {
  const category = parameters.category();
  const which = selection(parameters, category);
  if (category === 'linear' && !which.isNarrowed) throw badParameter('params error: symbol, baseCoin or settleCoin is required');
  const orders = await exchange.cancelAll(key.accountId, (order) => which.matches(order, exchange.engine.markets));
  const list = orders.map(({ orderId, clientOrderId }) => ({ orderId, orderLinkId: clientOrderId }));
  return ok({ list, success: '1' });
}

function openOrders(request: SignedIn): Reply {
  const { exchange, key, parameters } = request;
  const category = parameters.category();
  const which = selection(parameters, category);
  if (category === 'linear' && !which.isNarrowed) throw badParameter('params error: symbol, baseCoin or settleCoin is required');
  const account = exchange.engine.account(key.accountId);
  const withClosed = which.isById || parameters.text('openOnly') === '1';
  const orders = withClosed ? [...account.orders.values()] : [...account.open.values()];
  const notActive = parameters.text('orderFilter') !== undefined && parameters.text('orderFilter') !== 'Order';
  return orderPage(request, category, notActive ? [] : orders.filter((order) => which.matches(order, exchange.engine.markets)));
}

function orderHistory(request: SignedIn): Reply {
  const { exchange, key, parameters } = request;
  const category = parameters.category();
  const which = selection(parameters, category);
  const status = parameters.text('orderStatus');
  const [from, to] = [parameters.time('startTime') ?? 0, parameters.time('endTime') ?? Infinity];
  const orders = [...exchange.engine.account(key.accountId).orders.values()].filter(
    (order) =>
      !isOpen(order) &&
      order.createdAt >= from &&
      order.createdAt <= to &&
      (status === undefined || orderStatus(order, category) === status) &&
      which.matches(order, exchange.engine.markets),
  );
  return orderPage(request, category, orders);
}

function orderPage({ exchange, parameters }: SignedIn, category: Category, orders: readonly SimOrder[]): Reply {
  const page = pageOf(orders, parameters, { most: 50, default: 20 });
  const list = page.items.map((order) => renderOrder(order, exchange.engine.markets.get(order.market)!));
  return ok({ category, list, nextPageCursor: page.nextCursor });
}

function executions({ exchange, key, parameters }: SignedIn): Reply {
  const category = parameters.category();
  const which = selection(parameters, category);
  const execType = parameters.text('execType');
  const [from, to] = [parameters.time('startTime') ?? 0, parameters.time('endTime') ?? Infinity];
  const found = exchange.engine
    .account(key.accountId)
    .executions.filter((execution) => execution.at >= from && execution.at <= to && which.matches(execution, exchange.engine.markets));
  const page = pageOf(execType === undefined || execType === 'Trade' ? found : [], parameters, { most: 100, default: 50 });
  const list = page.items.map((execution) => renderExecution(execution, exchange.engine.markets.get(execution.market)!));
  return ok({ category, list, nextPageCursor: page.nextCursor });
}

interface Selection {
  readonly isNarrowed: boolean;
  readonly isById: boolean;
  matches(item: Pick<SimOrder, 'market' | 'orderId' | 'clientOrderId'>, markets: SignedIn['exchange']['engine']['markets']): boolean;
}

/** The filters that order and execution lists share. */
function selection(parameters: Parameters, category: Category): Selection {
  const [symbol, baseCoin, settleCoin] = [parameters.text('symbol'), parameters.text('baseCoin'), parameters.text('settleCoin')];
  const [orderId, clientOrderId] = [parameters.text('orderId'), parameters.text('orderLinkId')];
  const isById = orderId !== undefined || clientOrderId !== undefined;
  return {
    isById,
    isNarrowed: isById || symbol !== undefined || baseCoin !== undefined || settleCoin !== undefined,
    matches: (item, markets) => {
      const instrument = markets.get(item.market)?.instrument;
      return (
        instrument?.category === category &&
        (symbol === undefined || instrument.venueSymbol === symbol) &&
        (baseCoin === undefined || instrument.base === baseCoin) &&
        (settleCoin === undefined || category === 'spot' || instrument.settle === settleCoin) &&
        (orderId === undefined || item.orderId === orderId) &&
        (clientOrderId === undefined || item.clientOrderId === clientOrderId)
      );
    },
  };
}
