import { trustOf } from '@libs/kernel';
import type { DataTrust } from '@libs/kernel';
import type { SymbolTrusts } from '@libs/sdk';
import type { CoreState } from './state';

/** A symbol of which nothing was reported yet is not trusted. */
export const UNHEARD: DataTrust = Object.freeze(trustOf(['STALE']));

/** Trust level of a symbol's data now. */
export function trustIn(state: CoreState, symbol: string): DataTrust {
  return state.trust.get(symbol) ?? UNHEARD;
}

/** Those of these symbols that are not TRUSTED; null if all are. */
export function distrusted(state: CoreState, symbols: readonly string[]): SymbolTrusts | null {
  const found: Record<string, DataTrust> = {};
  for (const symbol of symbols) {
    const { level, reasons } = trustIn(state, symbol);
    if (level !== 'TRUSTED') found[symbol] = { level, reasons };
  }
  return Object.keys(found).length === 0 ? null : found;
}
