import type { Interval } from '@libs/kernel';
import type { Watch } from './state';
import { awaitTrust } from './take-trust';
import type { Turn } from './turn';

/** Asks for a symbol's market data, once in a session. */
export function watch(turn: Turn, symbol: string, interval: Interval): void {
  const item: Watch = { symbol, interval };
  const key = `${symbol} ${interval}`;
  if (turn.state.watches.has(key)) return;
  turn.state.watches.set(key, item);
  awaitTrust(turn, symbol);
  turn.effect({ type: 'watch', symbol, interval });
}
