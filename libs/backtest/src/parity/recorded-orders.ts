import { Decimal, decodeClientOrderId, isOpen } from '@libs/kernel';
import type { Order, OrderStatus } from '@libs/kernel';
import type { CoreEvent, VenueReport } from '@libs/engine';
import type { Delivery, StrategyEvent } from '@libs/sdk';
import { isPast, momentOf, timeOf } from './moment';
import type { QuoteLog } from './quote-log';
import type { TradedFill, TradedOrder } from './traded-run';

interface Touch {
  readonly bid: string;
  readonly ask: string;
}

interface Noted {
  readonly order: Order;
  readonly decidedAt: number;
  readonly toldAt: number;
  readonly decided: Touch | undefined;
  readonly heard: TradedOrder['heard'];
  readonly place: number;
  arrived: Touch | undefined;
  hasArrived: boolean;
  closedAt: number | null;
  isCalledBack: boolean;
  refusal: string | null;
  readonly fills: TradedFill[];
}

/** The orders of one deployment as its session went: what was decided on what, and what the exchange said. */
export class RecordedOrders {
  private readonly noted = new Map<string, Noted>();
  private readonly deliveries = new Map<number, { readonly event: StrategyEvent; readonly at: number; readonly toldAt: number }>();
  private readonly executions = new Set<string>();
  private readonly places = new Map<string, number>();

  /** `at` is the market time of what it tells. A delivery is asked for only while its answer is being taken, so older ones are let go. */
  delivered({ inputSeq, event, context }: Delivery, at: number): void {
    this.deliveries.clear();
    this.deliveries.set(inputSeq, { event, at, toldAt: context.marketTime });
    const known = event.type === 'order' ? this.noted.get(event.clientOrderId) : undefined;
    if (known && event.type === 'order') known.closedAt = isOpen(event.status as OrderStatus) ? null : context.marketTime;
  }

  changed({ change, order }: Extract<CoreEvent, { type: 'OrderChanged' }>, at: number, quotes: QuoteLog): void {
    if (change === 'Initialized') return this.begin(order, at, quotes);
    const known = this.noted.get(order.clientOrderId);
    if (!known) return;
    if (change === 'Reopened') known.refusal = null;
    if (change === 'CancelRequested') known.isCalledBack = true;
    // An exchange ends so what it does not want to rest, such as a post-only order that would take.
    if (change === 'Canceled' && !known.isCalledBack && order.timeInForce === 'GTC') known.refusal = order.reason ?? 'CANCELED';
    if (change === 'Denied' || change === 'Rejected' || change === 'Expired') known.refusal = order.reason ?? change.toUpperCase();
  }

  reported(report: VenueReport, at: number, quotes: QuoteLog): void {
    if (!('clientOrderId' in report)) return;
    const known = this.noted.get(report.clientOrderId);
    if (!known) return;
    if (!known.hasArrived) {
      known.hasArrived = true;
      known.arrived = quotes.at(known.order.symbol);
    }
    if (report.kind !== 'execution' || this.executions.has(report.executionId)) return;
    this.executions.add(report.executionId);
    // The word of it was still under way when it happened.
    if (known.fills.length === 0 && report.at !== undefined) known.arrived = quotes.at(known.order.symbol, report.at) ?? known.arrived;
    const { executionId, quantity, price, fee, feeAsset, liquidity } = report;
    const amounts = { quantity: Decimal.parse(quantity), price: Decimal.parse(price), fee: Decimal.parse(fee) };
    known.fills.push({ executionId, ...amounts, feeAsset, liquidity, at });
  }

  list(): readonly TradedOrder[] {
    return [...this.noted.values()].map(({ order, heard, place, decidedAt, toldAt, closedAt, decided, arrived, fills, refusal }) => ({
      ...{ clientOrderId: order.clientOrderId, heard, place, decidedAt, toldAt, closedAt, fills, refusal },
      ...{ symbol: order.symbol, side: order.side, type: order.type, quantity: order.quantity, price: order.price ?? null },
      touches: { decided: touchFor(order, decided), arrived: touchFor(order, arrived) },
    }));
  }

  private begin(order: Order, at: number, quotes: QuoteLog): void {
    const origin = decodeClientOrderId(order.clientOrderId);
    const delivery = origin && this.deliveries.get(origin.inputSeq);
    if (!origin || !delivery || isPast(delivery.event)) return;
    const name = `${origin.inputSeq} ${order.symbol} ${order.side}`;
    const place = this.places.get(name) ?? 0;
    this.places.set(name, place + 1);
    const heard = momentOf(delivery.event, delivery.at);
    const decided = quotes.at(order.symbol, timeOf(delivery.event, delivery.at)) ?? quotes.at(order.symbol);
    const known: Noted = {
      ...{ order, decidedAt: at, toldAt: delivery.toldAt, decided, heard, place },
      arrived: undefined,
      hasArrived: false,
      closedAt: null,
      isCalledBack: false,
      refusal: null,
      fills: [],
    };
    this.noted.set(order.clientOrderId, known);
  }
}

function touchFor({ side }: Order, touch: Touch | undefined): Decimal | null {
  return touch ? Decimal.parse(side === 'BUY' ? touch.ask : touch.bid) : null;
}
