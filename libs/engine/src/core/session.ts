import { watchMarket } from './bars';
import { isAlive } from './delivery';
import type { InputBody } from './input';
import { ageMarks } from './market';
import type { CoreState } from './state';
import type { Turn } from './turn';
import { watch } from './watch';

/**
 * A new session trusts nothing that may have changed in between: the venue's positions and the missed bars are requested again, and data
 * counts as stale until the feed confirms it.
 */
export function startSession(turn: Turn, { sessionId }: Extract<InputBody, { type: 'session-started' }>): void {
  const { state } = turn;
  state.sessionId = sessionId;
  state.reconciled = false;
  state.disagreement = null;
  state.awaited = new Map();
  state.trust = new Map();
  ageMarks(state);
  turn.emit({ type: 'SessionStarted', sessionId });
  state.watches.clear();
  for (const deployment of state.deployments.values()) if (isAlive(deployment)) watchMarket(turn, deployment);
  const watched = new Set([...state.watches.values()].map(({ symbol }) => symbol));
  for (const symbol of exposedSymbols(state)) if (!watched.has(symbol)) watch(turn, { symbol, interval: '1m' });
}

/** Symbols whose price matters although no running strategy watches them. */
function exposedSymbols(state: CoreState): ReadonlySet<string> {
  const held = [...state.books].filter(([, { account }]) => !account.quantity.isZero).map(([symbol]) => symbol);
  const ordered = [...state.liveOrders.values()].map(({ order }) => order.symbol);
  return new Set([...held, ...ordered]);
}
