import { Decimal } from '@libs/kernel';
import type { Order } from '@libs/kernel';
import type { Cause } from './event';
import type { InputBody } from './input';
import { markOf, takeLastPrice } from './market';
import { moveOrder } from './orders';
import { sendAlone } from './released';
import { canBeJudged } from './risk-context';
import type { CoreState, TrackedOrder } from './state';
import { trustIn } from './trust';
import { CORE } from './turn';
import type { Turn } from './turn';
import { watch } from './watch';

/** A stop that waits for its price. */
export interface ArmedStop {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly price: Decimal;
  /** Where the price has to come to: a sell waits for it to fall. */
  readonly direction: 'FALL' | 'RISE';
}

/** Stops that a price would let go, oldest first. */
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
 * One that only reduces is let go in a halt too, and waits as RELEASED for the resume; another would be denied then, and lost, so that the
 * price at the resume decides about it.
 */
function isArmed({ tradingState }: CoreState, { status, reduceOnly }: Order): boolean {
  return status === 'EMULATED' && (reduceOnly || tradingState !== 'HALTED');
}

/** Whether a price of the symbol may send something. */
export function hasStops({ liveOrders }: CoreState, symbol: string): boolean {
  for (const tracked of liveOrders.values()) if (tracked.order.symbol === symbol && isWaiting(tracked)) return true;
  return false;
}

/** A stop that waits for its price, or that was let go and has not left the house yet. */
export function isWaiting({ order: { status } }: TrackedOrder): boolean {
  return status === 'EMULATED' || status === 'RELEASED';
}

/** The order stays here until the market comes to its stop; that may be now. */
export function emulate(turn: Turn, tracked: TrackedOrder, cause: Cause): void {
  const { symbol, side, stop } = tracked.order;
  const reason = `until the price is ${stop} or ${side === 'SELL' ? 'below' : 'above'}`;
  moveOrder(turn, tracked, { event: 'Emulated', cause, news: { reason } });
  // Nobody may be listening to this market in this session; a price that is known may be of an earlier one, or of a fill.
  if (!turn.state.trust.has(symbol)) watch(turn, { symbol, interval: '1m' });
  checkStops(turn, symbol);
}

/**
 * Releases every stop of a symbol that its price has reached: the middle of bid and ask, or the last price where there are none. A price
 * of an earlier session, or one that cannot be believed, releases nothing, nor does any before the account is reconciled.
 */
export function checkStops(turn: Turn, symbol: string): void {
  const { state } = turn;
  if (!hasStops(state, symbol)) return;
  const mark = canBeJudged(state, symbol) ? markOf(state, symbol) : null;
  if (mark === null || trustIn(state, symbol).level === 'UNTRUSTED') return;
  for (const tracked of [...state.liveOrders.values()])
    if (tracked.order.symbol === symbol && isArmed(state, tracked.order) && isReached(tracked.order, mark)) release(turn, tracked);
}

/** The account may trade again: what the price reached meanwhile goes now. */
export function checkAllStops(turn: Turn): void {
  for (const symbol of new Set(armedStops(turn.state).map((stop) => stop.symbol))) checkStops(turn, symbol);
}

/** The market traded at a price; for backtests of bars, which have neither quotes nor prints. */
export function takePrice(turn: Turn, { symbol, price }: Extract<InputBody, { type: 'last-price' }>): void {
  takeLastPrice(turn.state, symbol, price);
  checkStops(turn, symbol);
}

function release(turn: Turn, tracked: TrackedOrder): void {
  moveOrder(turn, tracked, { event: 'Released', cause: CORE });
  // A bracket sends its own.
  if (tracked.order.bracket === undefined) sendAlone(turn, tracked);
}

function isReached({ side, stop }: Order, mark: Decimal): boolean {
  return stop !== undefined && (side === 'SELL' ? mark.lte(stop) : mark.gte(stop));
}
