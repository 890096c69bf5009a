import { Decimal, checkOrder, isOpen, leavesOf } from '@libs/kernel';
import type { OrderRequest } from '@libs/kernel';
import { requestAmendment } from './amend';
import type { Cause } from './event';
import { passOnFailing, tellFailing } from './failing';
import { giveUp } from './given-up';
import { placeOrder, textOf } from './intent';
import { isCutByVenue, neverArrived, nextTryAt } from './lost-stops';
import { findOrder, requestCancel } from './orders';
import { PASSING, closable, endedForNothing, resize, sendReleased, wholeLots } from './released';
import type { Bracket, CoreState, DeploymentState, TrackedOrder } from './state';
import { canBeJudged, riskContext } from './risk-context';
import type { Turn } from './turn';

/** Passes over one bracket per step: a change in one pass can require another. */
const MOST_LOOKS = 4;

/**
 * Brings the exits of every bracket in line with what has been entered and not exited. Each pass compares the actual with the wanted state,
 * so late, repeated or reordered reports lead to the same result.
 */
export function tendBrackets(turn: Turn): void {
  for (const deployment of turn.state.deployments.values()) {
    for (const bracket of [...deployment.brackets.values()])
      for (let look = 0; look < MOST_LOOKS && tend(turn, deployment, bracket); look += 1);
  }
}

/** The orders of a bracket that may still fill, or whose executions are incomplete. */
interface Legs {
  readonly entry: TrackedOrder | undefined;
  readonly stop: TrackedOrder | undefined;
  readonly target: TrackedOrder | undefined;
}

interface Tended {
  readonly turn: Turn;
  readonly deployment: DeploymentState;
  readonly bracket: Bracket;
  readonly legs: Legs;
  /** What was entered and not exited, as far as the strategy still holds it. */
  readonly held: Decimal;
  readonly cause: Cause;
}

/** True if another pass is needed. */
function tend(turn: Turn, deployment: DeploymentState, bracket: Bracket): boolean {
  const legs = legsOf(turn.state, bracket);
  noteEnds(turn, bracket, legs);
  const cause = { actor: `bracket:${bracket.id}` };
  const tended: Tended = {
    turn,
    deployment,
    bracket,
    legs,
    held: heldOf(turn.state, deployment, bracket, positionOf(turn.state, deployment, bracket)),
    cause,
  };
  const isStopGoing = legs.stop !== undefined && legs.stop.order.status !== 'EMULATED';
  const isLeaving = bracket.exited.sign > 0 || isStopGoing;
  // A strategy that is leaving enters no further.
  if (isLeaving && legs.entry) requestCancel(turn, legs.entry, cause);
  if (tended.held.isZero) return windUp(tended, isLeaving);
  if (isStopGoing) return sendStop(tended);
  return tendStop(tended) || tendTarget(tended);
}

/** Nothing is held: exits are cancelled, and the bracket ends with its last order. */
function windUp({ turn, deployment, bracket, legs, cause }: Tended, isLeaving: boolean): boolean {
  // The first fill may be less than a lot after its fee, and more may follow.
  if (legs.entry && !isLeaving && bracket.exits.length === 0) return false;
  const wasTakenBack = legs.stop?.cancelRequested === true && !legs.stop.isTakenByHalt;
  for (const leg of [legs.entry, legs.stop, legs.target]) if (leg) requestCancel(turn, leg, cause);
  // If the entry has filled in the meantime, both are wanted again.
  if (legs.stop && !legs.stop.cancelRequested) bracket.stop = null;
  else if (legs.stop && !wasTakenBack) bracket.isStopReplacing = true;
  if (legs.target) bracket.isReplacing = true;
  if (Object.values(legsOf(turn.state, bracket)).every((leg) => leg === undefined)) deployment.brackets.delete(bracket.id);
  return false;
}

/**
 * A triggered stop waits until no other order of the bracket can fill and it can be checked, and is then sized to what is held; what a person
 * has sold is taken off the oldest bracket too.
 */
function sendStop({ turn, deployment, bracket, legs, cause }: Tended): boolean {
  const stop = legs.stop!;
  if (stop.order.status !== 'RELEASED') return false;
  const most = heldOf(turn.state, deployment, bracket, closable(turn.state, stop.order));
  sendReleased(turn, stop, { most, first: [legs.target, legs.entry].filter((leg) => leg !== undefined), cause });
  return !isOpen(stop.order.status);
}

function tendStop({ turn, deployment, bracket, legs, held, cause }: Tended): boolean {
  if (legs.stop) resize(turn, legs.stop, held, cause);
  if (legs.stop || bracket.isStopOver) return false;
  const request = { ...exitOf(bracket, held), type: 'MARKET', timeInForce: 'IOC', stop: bracket.stopLoss, tag: 'stop-loss' } as const;
  const before = stopsOf(turn.state, bracket);
  const last = before.at(-1);
  bracket.stop = placeExit(turn, deployment, { bracket, request, cause, waitsUntil: last && nextTryAt(last, before.length) });
  const stop = findOrder(turn.state, bracket.stop);
  passOnFailing(last, stop);
  // The price may already be beyond it.
  return stop?.order.status !== 'EMULATED';
}

function tendTarget({ turn, deployment, bracket, legs, held, cause }: Tended): boolean {
  const { target, entry } = legs;
  if (bracket.takeProfit === undefined || bracket.isTargetOver || !canBeJudged(turn.state, bracket.symbol)) return false;
  // It would be denied, and lost; it waits for the resume as the stop does.
  if (turn.state.tradingState === 'HALTED' || turn.at < (bracket.targetAfter ?? 0)) return false;
  if (target) {
    enlarge(turn, bracket, { target, held, cause });
    return false;
  }
  if (entry && isOpen(entry.order.status) && isTooSmall(turn.state, bracket, held)) return false;
  const request = { ...exitOf(bracket, held), type: 'LIMIT', timeInForce: 'GTC', price: bracket.takeProfit, tag: 'take-profit' } as const;
  if (mustWait(turn.state, deployment, request)) return false;
  bracket.asked = held.toString();
  bracket.target = placeExit(turn, deployment, { bracket, request, cause });
  passOnFailing(bracket, findOrder(turn.state, bracket.target));
  return false;
}

/** A target must not take the room that a stop waits for, and must not be denied, and lost, for a temporary reason. */
function mustWait(state: CoreState, { terms: { deploymentId } }: DeploymentState, request: OrderRequest): boolean {
  const { symbol, side } = request;
  for (const { order } of state.liveOrders.values())
    if (order.status === 'RELEASED' && order.deploymentId === deploymentId && order.symbol === symbol && order.side === side) return true;
  const instrument = state.instruments.get(symbol);
  const code = instrument && checkOrder(request, riskContext(state, { instrument, side, deploymentId }))?.code;
  return code === 'REDUCE_ONLY' || (code !== undefined && PASSING.has(code));
}

/** Amends the target to what is held; if the venue refuses, the target is cancelled and placed again. */
function enlarge(turn: Turn, bracket: Bracket, { target, held, cause }: { target: TrackedOrder; held: Decimal; cause: Cause }): void {
  const { order, amendment, cancelRequested } = target;
  if (!isOpen(order.status) || amendment !== undefined || cancelRequested || leavesOf(order).eq(held)) return;
  const quantity = order.filledQuantity.plus(held).toString();
  const wasAsked = bracket.asked === quantity;
  bracket.asked = quantity;
  if (!wasAsked && requestAmendment(turn, target, { quantity }, cause) === null) return;
  bracket.isReplacing = true;
  requestCancel(turn, target, cause);
}

/** An exit that ended without filling completely, and not because the platform cancelled it, was ended by somebody and stays ended. */
function noteEnds(turn: Turn, bracket: Bracket, { stop, target }: Legs): void {
  if (bracket.stop !== null && !stop) noteStopEnd(turn, bracket, findOrder(turn.state, bracket.stop));
  if (bracket.target !== null && !target) noteTargetEnd(turn, bracket, findOrder(turn.state, bracket.target));
}

function noteStopEnd(turn: Turn, bracket: Bracket, ended: TrackedOrder | undefined): void {
  const wasLost = ended !== undefined && !ended.isTakenByHalt && (isCutByVenue(ended) || neverArrived(ended));
  const mayAgain =
    ended === undefined || ended.isTakenByHalt || ended.order.status === 'FILLED' || wasLost || endedForNothing(turn.state, ended);
  bracket.isStopOver = bracket.isStopReplacing === undefined && !mayAgain;
  const orders = stopsOf(turn.state, bracket).length;
  if (bracket.isStopOver) giveUp(turn, ended!, { exit: 'stop', orders });
  else if (wasLost) tellFailing(turn, ended, { exit: 'stop', orders, nextTryAt: nextTryAt(ended, orders) });
  delete bracket.isStopReplacing;
  bracket.stop = null;
}

function noteTargetEnd(turn: Turn, bracket: Bracket, ended: TrackedOrder | undefined): void {
  const orders = (bracket.lostTargets ?? 0) + 1;
  const wasLost = ended !== undefined && neverArrived(ended);
  if (wasLost) {
    const next = nextTryAt(ended, orders);
    Object.assign(bracket, { lostTargets: orders, targetAfter: next });
    tellFailing(turn, ended, { exit: 'take-profit', orders, nextTryAt: next });
    passOnFailing(ended, bracket);
  }
  const mayAgain = ended?.order.status === 'FILLED' || ended?.isTakenByHalt || (ended && endedForNothing(turn.state, ended));
  bracket.isTargetOver = !(bracket.isReplacing || mayAgain || wasLost);
  if (bracket.isTargetOver && ended) giveUp(turn, ended, { exit: 'take-profit', orders });
  bracket.isReplacing = false;
  bracket.target = null;
}

/** The stops that the bracket has had, oldest first. */
function stopsOf(state: CoreState, { exits }: Bracket): readonly TrackedOrder[] {
  return exits.flatMap((id) => findOrder(state, id) ?? []).filter(({ order }) => order.stop !== undefined);
}

function legsOf({ liveOrders }: CoreState, { id, stop, target }: Bracket): Legs {
  const leg = (clientOrderId: string | null): TrackedOrder | undefined =>
    clientOrderId === null ? undefined : liveOrders.get(clientOrderId);
  return { entry: leg(id), stop: leg(stop), target: leg(target) };
}

/** A reduction of the position is taken off the oldest bracket of its side, so that all brackets together never exceed the position. */
function heldOf(
  state: CoreState,
  { brackets }: DeploymentState,
  { id, symbol, side, entered, exited }: Bracket,
  position: Decimal,
): Decimal {
  const all = [...brackets.values()];
  const younger = all.slice(all.findIndex((bracket) => bracket.id === id) + 1);
  let left = position;
  for (const other of younger) if (other.symbol === symbol && other.side === side) left = left.minus(other.entered.minus(other.exited));
  const instrument = state.instruments.get(symbol);
  const held = Decimal.max(Decimal.ZERO, Decimal.min(entered.minus(exited), left));
  return instrument === undefined ? held : wholeLots(instrument, held);
}

/** Of the strategy, on the bracket's side. */
function positionOf({ books }: CoreState, { terms }: DeploymentState, { symbol, side }: Bracket): Decimal {
  const position = books.get(symbol)?.deployments.get(terms.deploymentId)?.quantity ?? Decimal.ZERO;
  return side === 'BUY' ? position : position.negated();
}

function isTooSmall(state: CoreState, { symbol, takeProfit }: Bracket, quantity: Decimal): boolean {
  const instrument = state.instruments.get(symbol);
  if (instrument === undefined || takeProfit === undefined) return false;
  return quantity.lt(instrument.minQuantity) || quantity.times(takeProfit).lt(instrument.minNotional);
}

function exitOf({ symbol, side }: Bracket, quantity: Decimal) {
  const opposite = side === 'BUY' ? ('SELL' as const) : ('BUY' as const);
  return { symbol, side: opposite, quantity, postOnly: false, reduceOnly: true };
}

interface Exit {
  readonly bracket: Bracket;
  readonly request: OrderRequest;
  readonly cause: Cause;
  readonly waitsUntil?: number | undefined;
}

function placeExit(turn: Turn, { terms: { deploymentId } }: DeploymentState, { bracket, request, ...more }: Exit): string {
  const { inputSeq } = turn.input;
  const intent = { deploymentId, inputSeq, index: turn.nextOwnIndex(), request: textOf(request), ...more, bracket: bracket.id };
  const { clientOrderId } = placeOrder(turn, intent);
  // Ids of orders that are no longer kept can be forgotten; an exit retried for days has many.
  const known = bracket.exits.filter((id) => findOrder(turn.state, id) !== undefined);
  bracket.exits.splice(0, bracket.exits.length, ...known, clientOrderId);
  return clientOrderId;
}
