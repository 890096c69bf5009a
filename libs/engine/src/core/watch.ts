import type { Watch } from './state';
import { awaitTrust } from './take-trust';
import type { Turn } from './turn';

/** Requests a symbol's market data, once per session. */
export function watch(turn: Turn, item: Watch): void {
  const key = keyOf(item);
  if (turn.state.watches.has(key)) return;
  turn.state.watches.set(key, item);
  awaitTrust(turn, item.symbol);
  turn.effect({ type: 'watch', ...item });
}

function keyOf(item: Watch): string {
  if ('interval' in item) return `${item.symbol} ${item.interval}`;
  if ('book' in item) return `${item.symbol} book ${item.book}`;
  return `${item.symbol} ${'ticks' in item ? 'ticks' : 'trades'}`;
}
