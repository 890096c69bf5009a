import { trustOf } from '@libs/kernel';
import type { DataTrust } from '@libs/kernel';
import type { SymbolTrusts } from '@libs/sdk';
import type { CoreState } from './state';

/** Silence is not trust: so stands every symbol of which nothing was said yet. */
export const UNHEARD: DataTrust = Object.freeze(trustOf(['STALE']));

/** How far data of a symbol can be believed now. */
export function trustIn(state: CoreState, symbol: string): DataTrust {
  return state.trust.get(symbol) ?? UNHEARD;
}

/** The symbols among these that are not TRUSTED; null when all are. */
export function distrusted(state: CoreState, symbols: readonly string[]): SymbolTrusts | null {
  const found: Record<string, DataTrust> = {};
  for (const symbol of symbols) {
    const { level, reasons } = trustIn(state, symbol);
    if (level !== 'TRUSTED') found[symbol] = { level, reasons };
  }
  return Object.keys(found).length === 0 ? null : found;
}
