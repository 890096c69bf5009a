import { Decimal, InvalidDecimal, changeOrder, checkAmendment, isOpen, updateOrder } from '@libs/kernel';
import type { Amendment, Denial, Instrument, Order } from '@libs/kernel';
import type { AmendmentText } from '@libs/sdk';
import type { Cause } from './event';
import type { VenueReport } from './input';
import { moveOrder, replaceOrder, tellOrder } from './orders';
import { riskContext } from './risk-context';
import type { CoreState, TrackedOrder } from './state';
import { ticketOf } from './ticket';
import type { Turn } from './turn';
import { VENUE } from './turn';

type VenueState = Extract<VenueReport, { kind: 'order' }>;
type Refused = Extract<VenueReport, { kind: 'amend-refused' }>;

/** Statuses in which the venue has the order, or is about to, and no other request is pending. */
const AMENDABLE: ReadonlySet<Order['status']> = new Set(['SUBMITTED', 'ACCEPTED', 'PARTIALLY_FILLED']);

/** Requests new terms of an order from the venue. A request that breaks a rule is denied and reported, and the order is unchanged. */
export function requestAmendment(turn: Turn, tracked: TrackedOrder, texts: AmendmentText, cause: Cause): Denial | null {
  const { order } = tracked;
  const instrument = turn.state.instruments.get(order.symbol);
  const wanted = readAmendment(order, texts);
  const denial = 'code' in wanted ? wanted : denialOf(turn.state, tracked, wanted, instrument);
  if (denial !== null || 'code' in wanted || instrument === undefined) return deny(turn, order, { texts, denial: denial!, cause });
  tracked.amendment = wanted;
  tracked.amendedIn = turn.input.inputSeq;
  replaceOrder(turn, tracked, {
    order: changeOrder(order, 'UpdateRequested', { at: turn.at }),
    change: 'UpdateRequested',
    amendment: texts,
    cause,
  });
  const context = riskContext(turn.state, { instrument, side: order.side, deploymentId: order.deploymentId });
  const { quantity, price } = wanted;
  const amendment = {
    ...(quantity === undefined ? {} : { quantity: quantity.toString() }),
    ...(price === undefined ? {} : { price: price.toString() }),
  };
  turn.effect({ type: 'amend', ticket: { ...ticketOf({ ...order, ...wanted }, instrument, context), amendment } });
  return null;
}

/** The venue shows the order with the requested terms: they apply from now on. */
export function takeAmended(turn: Turn, tracked: TrackedOrder, { quantity, price }: VenueState): void {
  const { amendment, order } = tracked;
  if (amendment === undefined || quantity === undefined) return;
  const isTaken =
    Decimal.parse(quantity).eq(amendment.quantity ?? order.quantity) &&
    (amendment.price === undefined || (price !== undefined && Decimal.parse(price).eq(amendment.price)));
  if (isTaken) applyAmendment(turn, tracked);
}

/** An execution beyond the old quantity proves that the amendment was applied. */
export function applyAmendment(turn: Turn, tracked: TrackedOrder): void {
  const { amendment, order } = tracked;
  if (amendment === undefined) return;
  delete tracked.amendment;
  const updated = updateOrder(order, amendment, turn.at);
  replaceOrder(turn, tracked, { order: updated, change: 'Updated', cause: VENUE });
  // `replaceOrder` already reports an ACCEPTED order.
  if (updated.status === 'PARTIALLY_FILLED') tellOrder(turn, updated);
}

/** The order is unchanged, or closed. A late report about an earlier amendment says nothing about the one in flight. */
export function takeRefusedAmendment(turn: Turn, tracked: TrackedOrder, { code, message, askedIn }: Refused): void {
  if (tracked.amendment === undefined) return;
  if (askedIn !== undefined && tracked.amendedIn !== undefined && askedIn !== tracked.amendedIn) return;
  dropAmendment(turn, tracked);
  if (!isOpen(tracked.order.status)) return;
  moveOrder(turn, tracked, { event: 'UpdateRefused', cause: VENUE, news: { reason: `the amendment was refused, ${code}: ${message}` } });
  if (tracked.order.status === 'PARTIALLY_FILLED') tellOrder(turn, tracked.order);
}

/** The venue will not apply it any more. An order that only waited for it is filled at its old quantity. */
export function dropAmendment(turn: Turn, tracked: TrackedOrder): void {
  const { order } = tracked;
  delete tracked.amendment;
  if (isOpen(order.status) && order.filledQuantity.eq(order.quantity))
    replaceOrder(turn, tracked, { order: updateOrder(order, {}, turn.at), change: 'Filled', cause: VENUE });
}

function denialOf(state: CoreState, tracked: TrackedOrder, wanted: Amendment, instrument: Instrument | undefined): Denial | null {
  const { order } = tracked;
  if (tracked.amendment !== undefined || !AMENDABLE.has(order.status) || tracked.cancelRequested || instrument === undefined)
    return notNow(order, isOpen(order.status) ? 'open, with nothing else under way' : 'open');
  return checkAmendment(order, wanted, contextWithout(state, tracked, instrument));
}

/** The account without the order, whose place the amended one takes. */
function contextWithout(state: CoreState, tracked: TrackedOrder, instrument: Instrument): ReturnType<typeof riskContext> {
  const { side, deploymentId, clientOrderId } = tracked.order;
  const liveOrders = new Map(state.liveOrders);
  liveOrders.delete(clientOrderId);
  return riskContext({ ...state, liveOrders }, { instrument, side, deploymentId });
}

/** The terms that differ from the current order, or why they cannot be parsed. */
function readAmendment(order: Order, texts: AmendmentText): Amendment | Denial {
  if (order.type === 'MARKET') return invalid('a LIMIT order', order.type, 'a MARKET order cannot be amended, it waits for nothing');
  const quantity = read(texts.quantity);
  const price = read(texts.price);
  if (quantity === null) return invalid('a decimal number', String(texts.quantity), `quantity "${texts.quantity}" is not a decimal number`);
  if (price === null) return invalid('a decimal number', String(texts.price), `price "${texts.price}" is not a decimal number`);
  const wanted: Amendment = {
    ...(quantity === undefined || quantity.eq(order.quantity) ? {} : { quantity }),
    ...(price === undefined || price.eq(order.price!) ? {} : { price }),
  };
  if (wanted.quantity !== undefined || wanted.price !== undefined) return wanted;
  return invalid('another quantity or price', 'the same', `order ${order.clientOrderId} stands like that already`);
}

function read(text: string | undefined): Decimal | null | undefined {
  if (text === undefined) return undefined;
  try {
    return Decimal.parse(text);
  } catch (error) {
    if (error instanceof InvalidDecimal) return null;
    throw error;
  }
}

function notNow({ clientOrderId, status }: Order, limit: string): Denial {
  return invalid(limit, status, `order ${clientOrderId} is ${status} and cannot be amended now`);
}

function invalid(limit: string, value: string, message: string): Denial {
  return { code: 'INVALID_REQUEST', limit, value, message };
}

interface Denied {
  readonly texts: AmendmentText;
  readonly denial: Denial;
  readonly cause: Cause;
}

function deny(turn: Turn, order: Order, { texts, denial, cause }: Denied): Denial {
  const { clientOrderId, deploymentId } = order;
  turn.emit({ type: 'AmendmentDenied', clientOrderId, deploymentId, amendment: texts, denial, cause });
  // A person reads it in the command's result; the strategy did not request anything.
  if (cause.commandId === undefined) tellOrder(turn, { ...order, reason: `the amendment was denied, ${denial.code}: ${denial.message}` });
  return denial;
}
