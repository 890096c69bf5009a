import { Decimal, checkOrder, encodeClientOrderId, initializeOrder, leavesOf } from '@libs/kernel';
import type { Instrument, OrderRequest, OrderSide } from '@libs/kernel';
import type { Cause } from './event';
import { passOnFailing } from './failing';
import type { OperatorCommand } from './input';
import { moveOrder, trackOrder } from './orders';
import { leftByHand } from './by-hand';
import { closable, inItsWay, sendReleased, wholeLots, without } from './released';
import { riskContext } from './risk-context';
import type { CoreState, TrackedOrder } from './state';
import { deny, submit } from './ticket';
import type { Placed } from './ticket';
import type { Turn } from './turn';

/** Tag shown with the order. */
const TAG = 'close';

type Close = Extract<OperatorCommand, { kind: 'close-position' }>;

interface Refusal {
  readonly code: string;
  readonly message: string;
}

/**
 * Closes a deployment's whole position in a symbol, in its own book, whether or not it is running. Other orders of the deployment that
 * would close it too are cancelled; the close waits for them as RELEASED and is sized to what is left.
 */
export function closePosition(turn: Turn, command: Close, cause: Cause): Placed | Refusal {
  const { state } = turn;
  const wanted = readClose(state, command);
  if ('code' in wanted) return wanted;
  const { request, instrument } = wanted;
  const { deploymentId } = command;
  const tracked = trackClose(turn, request, { deploymentId, cause });
  const rivals = inItsWay(state, tracked.order, { left: request.quantity, first: [] });
  const context = riskContext(without(state, rivals), { instrument, side: request.side, deploymentId });
  const denial = checkOrder(request, context);
  if (denial !== null) return deny(turn, tracked, denial, cause);
  if (rivals.length === 0) submit(turn, tracked, { instrument, context, cause });
  else {
    moveOrder(turn, tracked, { event: 'Released', cause, news: { reason: 'until no other order closes the position' } });
    sendReleased(turn, tracked, { most: request.quantity, first: [], cause });
  }
  return { clientOrderId: tracked.order.clientOrderId, denial: null };
}

/** Closes what a lost or partly filled close has left; sent when its pause is over. */
export function closeAgain(turn: Turn, lost: TrackedOrder, waitsUntil: number | undefined): void {
  const { symbol, side, quantity, filledQuantity, deploymentId, clientOrderId: id } = lost.order;
  const left = Decimal.min(quantity.minus(filledQuantity), closable(turn.state, lost.order));
  const rest = wholeLots(turn.state.instruments.get(symbol)!, left);
  if (rest.isZero) return;
  lost.isReplaced = true;
  const cause = { actor: `close:${id}` };
  const again = trackClose(turn, requestFor(symbol, side, rest), { deploymentId, cause });
  again.tries = (lost.tries ?? 1) + 1;
  passOnFailing(lost, again);
  if (waitsUntil !== undefined) again.waitsUntil = waitsUntil;
  moveOrder(turn, again, { event: 'Released', cause, news: { reason: `again, for what ${id} has left` } });
}

function trackClose(turn: Turn, request: OrderRequest, { deploymentId, cause }: { deploymentId: string; cause: Cause }): TrackedOrder {
  // The first indexes belong to the answers to deliveries of this step.
  const clientOrderId = encodeClientOrderId({ deploymentId, inputSeq: turn.input.inputSeq, index: turn.nextOwnIndex() });
  const tracked = trackOrder(turn, initializeOrder(request, { clientOrderId, deploymentId }, turn.at), cause);
  tracked.isClose = true;
  return tracked;
}

function requestFor(symbol: string, side: OrderSide, quantity: Decimal): OrderRequest {
  return { symbol, side, type: 'MARKET', quantity, timeInForce: 'IOC', postOnly: false, reduceOnly: true, tag: TAG };
}

interface Wanted {
  readonly request: OrderRequest;
  readonly instrument: Instrument;
}

function readClose(state: CoreState, { deploymentId, symbol }: Close): Wanted | Refusal {
  if (!state.deployments.has(deploymentId) && deploymentId !== state.manualDeploymentId)
    return { code: 'NOT_FOUND', message: `no deployment ${deploymentId} in this account` };
  const position = state.books.get(symbol)?.deployments.get(deploymentId)?.quantity;
  const instrument = state.instruments.get(symbol);
  if (position === undefined || position.isZero || instrument === undefined)
    return { code: 'NO_POSITION', message: `deployment ${deploymentId} holds nothing of ${symbol}` };
  const side = position.sign > 0 ? 'SELL' : 'BUY';
  const left = leftByHand(state, { symbol, side, deploymentId }) ?? position.abs();
  const quantity = wholeLots(instrument, Decimal.min(position.abs(), left));
  if (quantity.isZero) return { code: 'NO_POSITION', message: whyNothing(position, left, { deploymentId, symbol }) };
  const request = requestFor(symbol, side, quantity);
  const under = closingOrder(state, deploymentId, request);
  return under === null ? { request, instrument } : { code: 'ALREADY_CLOSING', message: `order ${under} closes it already` };
}

function whyNothing(position: Decimal, left: Decimal, { deploymentId, symbol }: Omit<Close, 'kind'>): string {
  const holds = `deployment ${deploymentId} holds ${position} of ${symbol}`;
  return left.lt(position.abs())
    ? `${holds}, and orders by hand have closed it: only ${left} are left on the account`
    : `${holds}, less than a lot`;
}

/** An order that is about to close the whole position; the strategy's own counts too. */
function closingOrder({ liveOrders }: CoreState, deploymentId: string, { symbol, side, quantity }: OrderRequest): string | null {
  const isSame = (other: OrderRequest): boolean =>
    other.symbol === symbol && other.side === side && other.type === 'MARKET' && other.reduceOnly && other.stop === undefined;
  for (const { order } of liveOrders.values())
    if (order.deploymentId === deploymentId && isSame(order) && leavesOf(order).gte(quantity)) return order.clientOrderId;
  return null;
}
