import { Decimal, decodeClientOrderId, isOpen } from '@libs/kernel';
import type { Fill, Order } from '@libs/kernel';
import type { Cause, CoreEvent, VenueReport } from '@libs/engine';
import type { Delivery, StrategyEvent } from '@libs/sdk';
import type { AccountOrders } from './account-orders';
import { BY_HAND, LIQUIDATED, isPast, momentOf, timeOf } from './moment';
import type { QuoteLog } from './quote-log';
import { tradedExits } from './traded-exits';
import type { OthersPart, TradedFill, TradedOrder } from './traded-run';

interface Touch {
  readonly bid: string;
  readonly ask: string;
}

interface Noted {
  /** As requested; for a bracket's exit the current terms, because it follows its entry's fills. */
  order: Order;
  readonly decidedAt: number;
  readonly toldAt: number;
  decided: Touch | undefined;
  readonly heard: TradedOrder['heard'];
  readonly place: number;
  arrived: Touch | undefined;
  hasArrived: boolean;
  closedAt: number | null;
  isCalledBack: boolean;
  /** Who cancelled it, if not its strategy. */
  takenBackBy: string | null;
  refusal: string | null;
  readonly fills: TradedFill[];
  /** Earnings of others on the account at the decision. */
  readonly earned: Decimal;
  isJudged: boolean;
}

interface Told {
  readonly event: StrategyEvent;
  readonly at: number;
  readonly toldAt: number;
  readonly earned: Decimal;
}

/** The orders of one deployment in its session: the event behind each decision, and the exchange's reports. */
export class RecordedOrders {
  private readonly noted = new Map<string, Noted>();
  private readonly deliveries = new Map<number, Told>();
  private readonly liquidations: TradedOrder[] = [];
  private readonly executions = new Set<string>();
  private readonly places = new Map<string, number>();

  /**
   * `at` is the market time of the event, `earned` the others' earnings in its equity. A delivery is needed only while its answer is
   * processed, so older ones are dropped.
   */
  delivered({ inputSeq, event, context }: Delivery, at: number, earned: Decimal): void {
    this.deliveries.clear();
    this.deliveries.set(inputSeq, { event, at, toldAt: context.marketTime, earned });
    const known = event.type === 'order' ? this.noted.get(event.clientOrderId) : undefined;
    if (known && event.type === 'order') known.closedAt = isOpen(event.status) ? null : context.marketTime;
  }

  changed({ change, order, cause }: Extract<CoreEvent, { type: 'OrderChanged' }>, at: number, quotes: QuoteLog): void {
    if (change === 'Initialized') return this.begin(order, cause, at, quotes);
    const known = this.noted.get(order.clientOrderId);
    if (!known) return;
    if (order.bracket !== undefined) known.order = order;
    // It is caused by the price that triggers it.
    if (change === 'Released') known.decided = quotes.at(order.symbol);
    if (change === 'Reopened') known.refusal = null;
    const isOwn = cause.actor.startsWith('strategy:');
    if (change === 'CancelRequested' && isOwn) known.isCalledBack = true;
    if (change === 'CancelRequested' && !isOwn) known.takenBackBy = cause.actor;
    // The status with which an exchange ends an order that must not rest, such as a post-only order that would take.
    if (change === 'Canceled' && !known.isCalledBack && order.timeInForce === 'GTC')
      known.refusal = known.takenBackBy === null ? (order.reason ?? 'CANCELED') : `taken back by ${known.takenBackBy}`;
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
    // Its report was still in flight when it happened.
    if (known.fills.length === 0 && report.at !== undefined) known.arrived = quotes.at(known.order.symbol, report.at) ?? known.arrived;
    const { executionId, quantity, price, fee, feeAsset, liquidity } = report;
    const amounts = { quantity: Decimal.parse(quantity), price: Decimal.parse(price), fee: Decimal.parse(fee) };
    known.fills.push({ executionId, ...amounts, feeAsset, liquidity, at });
  }

  /** It was refused, or cancelled, only because of others on the account. */
  judgedByOthers({ clientOrderId }: Order): void {
    const known = this.noted.get(clientOrderId);
    if (known) known.isJudged = true;
  }

  /** The exchange liquidated the deployment's position together with the account's. */
  liquidated({ symbol, side, quantity, at, ...fill }: Fill): void {
    const name = `the liquidation of ${symbol} at ${new Date(at).toISOString()}`;
    const { executionId, price, fee, feeAsset, liquidity } = fill;
    this.liquidations.push({
      clientOrderId: executionId,
      heard: { type: LIQUIDATED, name },
      place: 0,
      decidedAt: at,
      toldAt: at,
      closedAt: at,
      symbol,
      side,
      type: 'MARKET',
      quantity,
      price: null,
      touches: { decided: null, arrived: null },
      refusal: null,
      fills: [{ executionId, quantity, price, fee, feeAsset, liquidity, at }],
    });
  }

  list(account: AccountOrders): readonly TradedOrder[] {
    const known = [...this.noted.values()];
    const orders = known.filter(({ order }) => order.bracket === undefined).map((one) => tradedOrder(one, account));
    const exits = known.flatMap((one) => {
      const entry = this.noted.get(one.order.bracket ?? '');
      return entry ? [{ order: one.order, entry, came: whatCame(one, account) }] : [];
    });
    return [...orders, ...tradedExits(exits), ...this.liquidations];
  }

  private begin(order: Order, { commandId, actor }: Cause, at: number, quotes: QuoteLog): void {
    const entry = this.noted.get(order.bracket ?? '');
    if (entry) {
      const { heard, place, earned } = entry;
      this.note({ order, decidedAt: at, toldAt: at, decided: quotes.at(order.symbol), heard, place, earned });
      return;
    }
    if (commandId !== undefined) {
      const heard = { type: BY_HAND, name: `the close of ${order.symbol} by ${actor} at ${new Date(at).toISOString()}` };
      this.note({ order, decidedAt: at, toldAt: at, decided: quotes.at(order.symbol), heard, place: 0, earned: Decimal.ZERO });
      return;
    }
    const origin = decodeClientOrderId(order.clientOrderId);
    const delivery = origin && this.deliveries.get(origin.inputSeq);
    if (!origin || !delivery || isPast(delivery.event)) return;
    const name = `${origin.inputSeq} ${order.symbol} ${order.side}`;
    const place = this.places.get(name) ?? 0;
    this.places.set(name, place + 1);
    const heard = momentOf(delivery.event, delivery.at);
    const decided = quotes.at(order.symbol, timeOf(delivery.event, delivery.at)) ?? quotes.at(order.symbol);
    this.note({ order, decidedAt: at, toldAt: delivery.toldAt, decided, heard, place, earned: delivery.earned });
  }

  private note(beginning: Pick<Noted, 'order' | 'decidedAt' | 'toldAt' | 'decided' | 'heard' | 'place' | 'earned'>): void {
    this.noted.set(beginning.order.clientOrderId, {
      ...beginning,
      arrived: undefined,
      hasArrived: false,
      closedAt: null,
      isCalledBack: false,
      takenBackBy: null,
      refusal: null,
      fills: [],
      isJudged: false,
    });
  }
}

function tradedOrder(known: Noted, account: AccountOrders): TradedOrder {
  const { order, heard, place, decidedAt, toldAt, refusal } = known;
  return {
    clientOrderId: order.clientOrderId,
    heard,
    place,
    decidedAt,
    toldAt,
    refusal,
    ...whatCame(known, account),
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    quantity: order.quantity,
    price: order.price ?? null,
  };
}

function whatCame(known: Noted, account: AccountOrders): Pick<TradedOrder, 'fills' | 'closedAt' | 'touches' | 'others'> {
  const { order, fills, closedAt, decided, arrived } = known;
  const others = othersOf(known, account);
  const touches = { decided: touchFor(order, decided), arrived: touchFor(order, arrived) };
  return { fills, closedAt, touches, ...(others === null ? {} : { others }) };
}

function othersOf({ order, earned, isJudged, refusal }: Noted, account: AccountOrders): OthersPart | null {
  const { clientOrderId, postOnly } = order;
  const [isBefore, isAgainst] = [account.isBehind(clientOrderId), account.hasMet(clientOrderId)];
  // A post-only order was refused because of the order it would have matched.
  const part = { earned, isJudged: isJudged || (postOnly && isAgainst && refusal !== null), isBefore, isAgainst };
  return earned.isZero && !part.isJudged && !isBefore && !isAgainst ? null : part;
}

function touchFor({ side }: Order, touch: Touch | undefined): Decimal | null {
  return touch ? Decimal.parse(side === 'BUY' ? touch.ask : touch.bid) : null;
}
