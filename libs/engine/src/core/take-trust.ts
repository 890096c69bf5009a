import { sameTrust } from '@libs/kernel';
import type { DataTrust } from '@libs/kernel';
import { symbolsOf, tellStrategy } from './delivery';
import type { InputBody } from './input';
import { UNHEARD } from './trust';
import type { Turn } from './turn';

/** What the feed found out about the data of a symbol; no change, no news. */
export function takeTrust(turn: Turn, { symbol, level, reasons }: Extract<InputBody, { type: 'trust' }>): void {
  change(turn, symbol, { level, reasons });
}

/** A symbol that is watched from now on is not trusted until the feed vouches for it. */
export function awaitTrust(turn: Turn, symbol: string): void {
  if (!turn.state.trust.has(symbol)) change(turn, symbol, UNHEARD);
}

function change(turn: Turn, symbol: string, trust: DataTrust): void {
  const { state } = turn;
  const before = state.trust.get(symbol);
  if (before !== undefined && sameTrust(before, trust)) return;
  const { level, reasons } = trust;
  const since = before?.level === level ? before.since : turn.at;
  state.trust.set(symbol, { level, reasons, since });
  turn.emit({ type: 'DataTrustChanged', symbol, level, reasons, since });
  for (const { terms, initialised } of state.deployments.values()) {
    // A strategy that has not begun learns it from the context of its first event.
    if (initialised && symbolsOf(terms).has(symbol)) tellStrategy(turn, terms.deploymentId, { type: 'trust', symbol, level, reasons });
  }
}
