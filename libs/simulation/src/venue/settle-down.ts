import { attachExits } from './attach-exits';
import { cancelUnpaid } from './cancel-unpaid';
import type { Desk } from './desk';
import { followPosition } from './exits';
import { liquidate } from './liquidate';
import type { PositionIndex } from './order';
import { fireTriggers } from './triggers';
import type { VenueState } from './venue-state';

const INDEXES: readonly PositionIndex[] = [0, 1, 2];

/**
 * Runs everything that follows from a command until nothing does: exits follow their positions, new ones are created, triggers fire,
 * accounts without margin are liquidated. Each round ends orders or positions, so it terminates.
 */
export function settleDown(state: VenueState): void {
  while (state.tradedDesks.length > 0 || state.filledParents.size > 0 || state.repriced.size > 0) {
    for (let desk = state.tradedDesks.shift(); desk; desk = state.tradedDesks.shift()) follow(state, desk);
    for (const parent of state.filledParents) {
      state.filledParents.delete(parent);
      attachExits(state, parent);
    }
    for (const market of state.repriced) {
      state.repriced.delete(market);
      fireTriggers(state, market);
      liquidate(state, market);
    }
  }
  state.flush();
}

function follow(state: VenueState, desk: Desk): void {
  desk.isQueued = false;
  for (const index of INDEXES) {
    if (!desk.traded[index]) continue;
    desk.traded[index] = false;
    followPosition(state, desk, index);
  }
  const holders = state.holders.get(desk.market)!;
  if (isHolding(desk)) holders.add(desk);
  else holders.delete(desk);
  cancelUnpaid(state, desk.client);
  // Fees alone may have used up a margin.
  state.repriced.add(desk.market);
}

function isHolding(desk: Desk): boolean {
  for (const index of INDEXES) if (!desk.position(index).quantity.isZero) return true;
  return false;
}
