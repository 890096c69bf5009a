import { Decimal } from '@libs/kernel';
import type { Order } from '@libs/kernel';
import type { Cause } from './event';
import type { InputBody } from './input';
import { takeLastPrice } from './market';
import { moveOrder } from './orders';
import { sendAlone } from './released';
import type { CoreState, TrackedOrder } from './state';
import { isReached, stopMark } from './stop-price';
import { CORE } from './turn';
import type { Turn } from './turn';
import { watch } from './watch';

/** A stop that waits for its price. */
export interface ArmedStop {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly price: Decimal;
  /** The direction from which the price must reach it: FALL for a sell. */
  readonly direction: 'FALL' | 'RISE';
}

/** Stops that a price can trigger, oldest first. */
export function armedStops(state: CoreState): readonly ArmedStop[] {
  const armed: ArmedStop[] = [];
  for (const { order } of state.liveOrders.values())
    if (isArmed(state, order) && order.stop !== undefined) {
      const { clientOrderId, symbol, stop: price, side } = order;
      armed.push({ clientOrderId, symbol, price, direction: side === 'SELL' ? 'FALL' : 'RISE' });
    }
  return armed;
}

/**
 * A reduce-only stop triggers in a halt too, and waits as RELEASED for the resume. Any other stop would be denied then, and lost, so it is
 * decided by the price at the resume.
 */
function isArmed({ tradingState }: CoreState, { status, reduceOnly }: Order): boolean {
  return status === 'EMULATED' && (reduceOnly || tradingState !== 'HALTED');
}

/** True if a price of the symbol can trigger something. */
export function hasStops({ liveOrders }: CoreState, symbol: string): boolean {
  for (const tracked of liveOrders.values()) if (tracked.order.symbol === symbol && isWaiting(tracked)) return true;
  return false;
}

/** A stop that waits for its price, or that has triggered and was not sent yet. */
export function isWaiting({ order: { status } }: TrackedOrder): boolean {
  return status === 'EMULATED' || status === 'RELEASED';
}

/** Holds the order until the market reaches its stop, which may be now. */
export function emulate(turn: Turn, tracked: TrackedOrder, cause: Cause): void {
  const { symbol, side, stop } = tracked.order;
  const reason = `until the price is ${stop} or ${side === 'SELL' ? 'below' : 'above'}`;
  moveOrder(turn, tracked, { event: 'Emulated', cause, news: { reason } });
  // The market may have no subscription in this session; a known price may be from an earlier one, or from a fill.
  if (!turn.state.trust.has(symbol)) watch(turn, { symbol, interval: '1m' });
  checkStops(turn, symbol);
}

/** Triggers every stop of a symbol that its price has reached. */
export function checkStops(turn: Turn, symbol: string): void {
  const { state } = turn;
  if (!hasStops(state, symbol)) return;
  const mark = stopMark(state, symbol);
  if (mark === null) return;
  for (const tracked of [...state.liveOrders.values()])
    if (tracked.order.symbol === symbol && isArmed(state, tracked.order) && isReached(tracked.order, mark)) release(turn, tracked);
}

/** The account may trade again: stops that the price reached in the meantime trigger now. */
export function checkAllStops(turn: Turn): void {
  for (const symbol of new Set(armedStops(turn.state).map((stop) => stop.symbol))) checkStops(turn, symbol);
}

/** The market traded at a price; for backtests on bars, which have neither quotes nor trades. */
export function takePrice(turn: Turn, { symbol, price }: Extract<InputBody, { type: 'last-price' }>): void {
  takeLastPrice(turn.state, symbol, price);
  checkStops(turn, symbol);
}

function release(turn: Turn, tracked: TrackedOrder): void {
  moveOrder(turn, tracked, { event: 'Released', cause: CORE });
  // A bracket sends its own stop.
  if (tracked.order.bracket === undefined) sendAlone(turn, tracked);
}
