import { sameTrust } from '@libs/kernel';
import type { DataTrust } from '@libs/kernel';
import { symbolsOf, tellStrategy } from './delivery';
import type { InputBody } from './input';
import { UNHEARD } from './trust';
import type { Turn } from './turn';

/** Processes the feed's trust level of a symbol; reports only changes. */
export function takeTrust(turn: Turn, { symbol, level, reasons }: Extract<InputBody, { type: 'trust' }>): void {
  change(turn, symbol, { level, reasons });
}

/** A newly watched symbol is not trusted until the feed confirms it. */
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
    // A strategy that has not started reads it from the context of its first event.
    if (initialised && symbolsOf(terms).has(symbol)) tellStrategy(turn, terms.deploymentId, { type: 'trust', symbol, level, reasons });
  }
}
