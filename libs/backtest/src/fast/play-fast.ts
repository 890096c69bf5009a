import type { Fill } from '@libs/kernel';
import { StrategyFault } from '@libs/sdk';
import { fillHash } from '../run/fill-hash';
import type { FastFills } from './fast-fills';
import type { FastPlan } from './fast-plan';
import { FastRun } from './fast-run';
import type { FastResult } from './fast-run';
import { StepsAside } from './steps-aside';

const played = new WeakMap<object, FastFills>();

/** True if the fast path produced this result. */
export function isFast(result: object): boolean {
  return played.has(result);
}

/** `fillHash` of its fills, without creating all of them. */
export function hashOf(result: { readonly fills: readonly Fill[] }): string {
  return played.get(result)?.hash() ?? fillHash(result.fills);
}

/** The result, equal to the exact path's; null if the exact path has to run, from the strategy's answers so far. */
export function playFast(plan: FastPlan): FastResult | null {
  try {
    const run = new FastRun(plan);
    const result = run.play();
    played.set(result, run.fills);
    return result;
  } catch (error) {
    if (error instanceof StepsAside || error instanceof StrategyFault) return null;
    throw error;
  }
}
