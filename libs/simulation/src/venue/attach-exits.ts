import { childOf, exitTrigger, makeExit, setFullExit, type ExitPlace } from './exits';
import type { LiveOrder } from './desk';
import type { ExitRule, OrderPurpose, SimOrder } from './order';
import { wait } from './submit';
import type { VenueState } from './venue-state';

/** After fills of an order with attached exits: FULL ones cover its whole position, the others what it filled. */
export function attachExits(state: VenueState, parent: LiveOrder): void {
  const { order, desk, side } = parent;
  if (!desk.market.isSpot && order.exitMode !== 'PARTIAL') return attachFull(state, parent);
  const lots = coveredLots(parent);
  if (lots <= parent.covered) return;
  const isWaiting = parent.attached.length > 0 && parent.attached.every((exit) => exit.state === 'WAITING');
  if (isWaiting) for (const exit of parent.attached) grow(state, exit, lots - parent.covered);
  else {
    const place: ExitPlace = { desk, index: order.positionIndex, side, lots: lots - parent.covered };
    parent.attached = makePair(state, place, { ...order, parent: order });
  }
  parent.covered = lots;
}

function attachFull(state: VenueState, { order, desk, side }: LiveOrder): void {
  const held = desk.held(order.positionIndex);
  if (held * side <= 0) return;
  const place: ExitPlace = { desk, index: order.positionIndex, side, lots: Math.abs(held) };
  for (const kind of ['takeProfit', 'stopLoss'] as const) {
    const rule = order[kind];
    if (rule && desk.position(order.positionIndex)[kind] !== rule) setFullExit(state, place, { kind, rule, parent: order });
  }
}

/** What can be sold again: on spot the fee was taken out of the bought coins. */
export function coveredLots({ desk, filled, fees, filledLots, side }: LiveOrder): number {
  if (!desk.market.isSpot || side === -1) return filledLots;
  return desk.market.lots.floorUnits(filled.minus(fees));
}

function grow(state: VenueState, exit: LiveOrder, lots: number): void {
  exit.lots += lots;
  state.store(exit, { quantity: exit.desk.market.quantities.value(exit.lots) });
}

export interface ExitRules {
  readonly takeProfit?: ExitRule | null | undefined;
  readonly stopLoss?: ExitRule | null | undefined;
  readonly parent?: SimOrder;
}

/** Creates the exits of a part of a position (or of coins); each of two ends the other. */
export function makePair(state: VenueState, place: ExitPlace, rules: ExitRules): readonly LiveOrder[] {
  const isPair = Boolean(rules.takeProfit && rules.stopLoss);
  const made: LiveOrder[] = [];
  for (const kind of ['takeProfit', 'stopLoss'] as const) {
    const rule = rules[kind];
    if (!rule) continue;
    const origin = {
      ...childOf(rules.parent),
      ...(made[0] ? { siblingOrderId: made[0].order.orderId } : {}),
    };
    const purpose = purposeOf(place, kind, isPair);
    made.push(
      makeExit(state, {
        ...place,
        purpose,
        trigger: exitTrigger(rule, kind, place.side),
        ...(rule.limit ? { limit: rule.limit } : {}),
        origin,
      }),
    );
  }
  const [first, second] = made;
  if (first && second) first.order = { ...first.order, siblingOrderId: second.order.orderId };
  for (const live of made) {
    if (!place.desk.market.isSpot) place.desk.exits[place.index].partial.add(live);
    wait(state, live);
  }
  return made;
}

function purposeOf({ desk }: ExitPlace, kind: 'takeProfit' | 'stopLoss', isPair: boolean): OrderPurpose {
  if (desk.market.isSpot) return isPair ? 'SPOT_OCO' : 'SPOT_TPSL';
  return kind === 'takeProfit' ? 'PARTIAL_TAKE_PROFIT' : 'PARTIAL_STOP_LOSS';
}
