import type { TradingState } from '@libs/kernel';
import type { Cause } from './event';
import { cancelOpenOrders } from './orders';
import type { Turn } from './turn';
import { CORE } from './turn';

/** Changes the trading state; HALTED also takes back every open order. */
export function setTradingState(turn: Turn, to: TradingState, reason: string, cause: Cause): void {
  const from = turn.state.tradingState;
  turn.state.tradingState = to;
  turn.emit({ type: 'TradingStateChanged', from, to, reason, cause });
  if (to === 'HALTED') cancelOpenOrders(turn, cause);
}

/** Something that must not happen did. Trading stops and the reason is named; nothing is fixed up. */
export function halt(turn: Turn, reason: string): void {
  setTradingState(turn, 'HALTED', reason, CORE);
}
