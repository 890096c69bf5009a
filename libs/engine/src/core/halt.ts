import type { TradingState } from '@libs/kernel';
import type { Cause } from './event';
import { isWaitingClose, requestCancel } from './orders';
import { isWaiting } from './stops';
import type { Turn } from './turn';
import { CORE } from './turn';

/** Changes the trading state; HALTED also takes back every open order but stops that wait here and only reduce. */
export function setTradingState(turn: Turn, to: TradingState, reason: string, cause: Cause): void {
  const from = turn.state.tradingState;
  turn.state.tradingState = to;
  turn.emit({ type: 'TradingStateChanged', from, to, reason, cause });
  if (to === 'HALTED') takeBack(turn, cause);
}

/**
 * What waits here is on its way to nobody, so a stop that only reduces need not go: it protects again from the resume on. A close goes: whoever
 * wants it still asks again.
 */
function takeBack(turn: Turn, cause: Cause): void {
  for (const tracked of [...turn.state.liveOrders.values()]) {
    const protects = tracked.order.reduceOnly && isWaiting(tracked) && !isWaitingClose(tracked);
    if (tracked.cancelRequested || protects) continue;
    if (requestCancel(turn, tracked, cause)) tracked.isTakenByHalt = true;
  }
}

/** Something that must not happen did. Trading stops and the reason is named; nothing is fixed up. */
export function halt(turn: Turn, reason: string): void {
  setTradingState(turn, 'HALTED', reason, CORE);
}
