import type { VenuePosition } from '../account/position';
import type { Desk, LiveOrder } from './desk';
import {
  isOpen,
  type CancelReason,
  type ExitRule,
  type OrderPurpose,
  type PositionIndex,
  type SimOrder,
  type SimOrderRequest,
  type Trigger,
} from './order';
import { OrderDraft } from './order-draft';
import { addTrigger, makeOrder, wait, type OrderOrigin } from './submit';
import type { VenueState } from './venue-state';

/** The exits that cover a whole position, by their field names. */
export type FullExit = 'takeProfit' | 'stopLoss' | 'trailing';

export const FULL_EXITS: readonly FullExit[] = ['takeProfit', 'stopLoss', 'trailing'];

const PURPOSE: Readonly<Record<FullExit, OrderPurpose>> = {
  takeProfit: 'TAKE_PROFIT',
  stopLoss: 'STOP_LOSS',
  trailing: 'TRAILING_STOP',
};

/** Where an exit belongs and what it closes. */
export interface ExitPlace {
  readonly desk: Desk;
  readonly index: PositionIndex;
  /** Of the position: 1 long, -1 short. */
  readonly side: 1 | -1;
  readonly lots: number;
}

export interface ExitTerms extends ExitPlace {
  readonly purpose: OrderPurpose;
  readonly trigger: Trigger;
  readonly limit?: ExitRule['limit'];
  readonly origin?: OrderOrigin;
}

/** A take-profit of a long position triggers on a rise, a stop-loss on a fall; reversed for a short one. */
export function exitTrigger(rule: ExitRule, kind: 'takeProfit' | 'stopLoss', side: 1 | -1): Trigger {
  const rises = (kind === 'takeProfit') === (side === 1);
  return { price: rule.price, source: rule.source, direction: rises ? 'RISE' : 'FALL' };
}

/** Creates a waiting order of the venue that closes (part of) a position; not published yet. */
export function makeExit(state: VenueState, terms: ExitTerms): LiveOrder {
  const { desk, index, side, lots, purpose, trigger, limit, origin } = terms;
  const { market } = desk;
  const request: SimOrderRequest = {
    market: market.key,
    clientOrderId: '',
    side: side === 1 ? 'SELL' : 'BUY',
    quantity: market.quantities.value(lots),
    ...(limit ? { type: 'LIMIT', price: limit, timeInForce: 'GTC' } : { type: 'MARKET', timeInForce: 'IOC' }),
    reduceOnly: !market.isSpot,
    closeOnTrigger: !market.isSpot,
    purpose,
    positionIndex: index,
    trigger,
  };
  return state.enlist(desk, makeOrder(state, new OrderDraft(request, desk), origin));
}

/** Sets, changes or (without a rule) removes the take-profit or stop-loss of a whole position. */
export function setFullExit(
  state: VenueState,
  place: ExitPlace,
  { kind, rule, parent }: { kind: 'takeProfit' | 'stopLoss'; rule: ExitRule | undefined; parent?: SimOrder },
): void {
  const { desk, index, side } = place;
  writePosition(state, desk, { ...withoutField(desk.position(index), kind), exitMode: 'FULL', ...(rule ? { [kind]: rule } : {}) });
  const exits = desk.exits[index];
  const live = exits[kind];
  if (!rule) {
    if (live) dropExit(state, live);
    return;
  }
  const trigger = exitTrigger(rule, kind, side);
  if (live) {
    retrigger(state, live, trigger);
    return;
  }
  const made = makeExit(state, { ...place, purpose: PURPOSE[kind], trigger, origin: childOf(parent) });
  exits[kind] = made;
  wait(state, made);
}

/** What an exit records about the order that it came with. */
export function childOf(parent: SimOrder | undefined): OrderOrigin {
  if (!parent) return {};
  const { orderId: parentOrderId, clientOrderId: parentClientOrderId } = parent;
  return parentClientOrderId === '' ? { parentOrderId } : { parentOrderId, parentClientOrderId };
}

/** Moves a waiting order to another trigger. */
export function retrigger(state: VenueState, live: LiveOrder, trigger: Trigger): void {
  live.withdraw();
  // A new trigger also means a new place among the waiting orders.
  live.order = { ...live.order, trigger, sequence: state.nextSequence() };
  const { partial } = live.desk.exits[live.order.positionIndex];
  if (partial.delete(live)) partial.add(live);
  addTrigger(state, live);
  state.store(live, {});
}

/** Ends a waiting exit of the venue because its position or its rule is gone. */
export function dropExit(state: VenueState, live: LiveOrder, why: CancelReason = 'SIBLING_DONE'): void {
  live.withdraw();
  forgetExit(state, live);
  state.close(live, why);
}

/** Each of two paired exits ends the other. */
export function endSibling(state: VenueState, live: LiveOrder, why: CancelReason): void {
  const { market, siblingOrderId } = live.order;
  const sibling = siblingOrderId === undefined ? undefined : state.find(live.desk.account, { market, orderId: siblingOrderId });
  if (sibling) dropExit(state, sibling, why);
}

/** An exit triggers or ends: its position no longer refers to it. */
export function forgetExit(state: VenueState, live: LiveOrder): void {
  const { desk, order } = live;
  if (order.purpose === 'ORDER') return;
  const exits = desk.exits[order.positionIndex];
  exits.partial.delete(live);
  for (const kind of FULL_EXITS) {
    if (exits[kind] !== live) continue;
    delete exits[kind];
    const position = desk.position(order.positionIndex);
    if (position[kind]) writePosition(state, desk, withoutField(position, kind));
  }
}

export function writePosition(state: VenueState, desk: Desk, position: VenuePosition): void {
  desk.account.setPosition({ ...position, updatedAt: state.now, sequence: state.nextSequence() });
  state.tellPosition(desk, position.index);
}

/** After trades: exits are resized to their position and end with it; resting orders that close nothing are cancelled. */
export function followPosition(state: VenueState, desk: Desk, index: PositionIndex): void {
  const held = desk.held(index);
  const exits = desk.exits[index];
  const all = [exits.takeProfit, exits.stopLoss, exits.trailing, ...exits.partial];
  for (const live of all) if (live && isOpen(live.order)) followWith(state, live, held);
  if (desk.closing.size === 0) return;
  for (const live of [...desk.closing]) {
    if (live.order.positionIndex !== index || live.side * held < 0) continue;
    live.withdraw();
    state.close(live, 'BY_REDUCE_ONLY');
  }
}

function followWith(state: VenueState, live: LiveOrder, held: number): void {
  if (live.side * held >= 0) {
    dropExit(state, live);
    return;
  }
  const isPartial = live.desk.exits[live.order.positionIndex].partial.has(live);
  const lots = isPartial ? Math.min(live.lots, Math.abs(held)) : Math.abs(held);
  if (lots === live.lots) return;
  live.lots = lots;
  state.store(live, { quantity: live.desk.market.quantities.value(lots) });
}

function withoutField(position: VenuePosition, kind: FullExit): VenuePosition {
  const { [kind]: _gone, ...rest } = position;
  return rest;
}
