import type { StoredDecision } from '@libs/persistence';
import type { SymbolTrusts } from '@libs/sdk';
import type { SymbolTrust } from '../trust/trust.types';
import type { Decision } from './deployments.types';

/** A decision as it is stored and told, in the shape of the api. */
export function decisionFrom({ action, why, values, marketTime, trust = {} }: StoredDecision): Decision {
  return { action, why, values, marketTime: new Date(marketTime), trust: untrusted(trust) };
}

function untrusted(trust: SymbolTrusts): readonly SymbolTrust[] {
  return Object.entries(trust).map(([symbol, { level, reasons }]) => ({ symbol, level, reasons }));
}
