import type { TradingState } from '@libs/kernel';
import type { Cause } from './event';
import { isWaitingClose, requestCancel } from './orders';
import { isWaiting } from './stops';
import type { Turn } from './turn';
import { CORE } from './turn';

/** Changes the trading state; HALTED also cancels every open order except waiting stops that only reduce. */
export function setTradingState(turn: Turn, to: TradingState, reason: string, cause: Cause): void {
  const from = turn.state.tradingState;
  turn.state.tradingState = to;
  turn.emit({ type: 'TradingStateChanged', from, to, reason, cause });
  if (to === 'HALTED') takeBack(turn, cause);
}

/**
 * A waiting stop is known only to the platform, so one that only reduces can stay: it protects again after the resume. A close is
 * cancelled: whoever wants it can request it again.
 */
function takeBack(turn: Turn, cause: Cause): void {
  for (const tracked of [...turn.state.liveOrders.values()]) {
    const protects = tracked.order.reduceOnly && isWaiting(tracked) && !isWaitingClose(tracked);
    if (tracked.cancelRequested || protects) continue;
    if (requestCancel(turn, tracked, cause)) tracked.isTakenByHalt = true;
  }
}

/** Something impossible happened. Trading stops and the reason is recorded; nothing is repaired automatically. */
export function halt(turn: Turn, reason: string): void {
  setTradingState(turn, 'HALTED', reason, CORE);
}
