import type { ShownEvent } from '@libs/sdk';
import type { FastOrder } from './fast-context';

type OrderEvent = Extract<ShownEvent, { readonly type: 'order' }>;
type FillEvent = Extract<ShownEvent, { readonly type: 'fill' }>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What happened to an order: its new status, or a fill if that is null. */
export interface FastNews {
  readonly order: FastOrder;
  readonly status: OrderEvent['status'] | null;
  /** The price of a fill, or the reason for a denial. */
  readonly text: string | undefined;
}

/** The event that tells a strategy. */
export function eventOf({ order, status, text }: FastNews, symbol: string): ShownEvent {
  const { clientOrderId, quantity, tag } = order;
  // Optional fields are added one by one, because spreading objects is slow in V8.
  if (status === null) {
    const fill: Mutable<FillEvent> = { type: 'fill', clientOrderId, symbol, side: sideOf(order), quantity, price: text! };
    if (tag !== undefined) fill.tag = tag;
    return fill;
  }
  const event: Mutable<OrderEvent> = { type: 'order', clientOrderId, symbol, status };
  if (text !== undefined) event.reason = text;
  if (tag !== undefined) event.tag = tag;
  return event;
}

/** True if the event still tells the news: the strategy has not written to it. */
export function tells(event: ShownEvent, { order, status, text }: FastNews, symbol: string): boolean {
  if (event.clientOrderId !== order.clientOrderId || event.symbol !== symbol || event.tag !== order.tag) return false;
  if (event.type === 'order') return event.status === status && event.reason === text;
  return status === null && event.side === sideOf(order) && event.quantity === order.quantity && event.price === text;
}

function sideOf({ lots }: FastOrder): 'BUY' | 'SELL' {
  return lots > 0 ? 'BUY' : 'SELL';
}
