import { StrategyFault } from '@libs/sdk';
import type { FastPlan } from './fast-plan';
import { FastRun } from './fast-run';
import type { FastResult } from './fast-run';
import { StepsAside } from './steps-aside';

const played = new WeakSet<object>();

/** Whether the fast path came to this result. */
export function isFast(result: object): boolean {
  return played.has(result);
}

/** The run as the exact path would have it; null where that one has to play it, from what the strategy has answered so far. */
export function playFast(plan: FastPlan): FastResult | null {
  try {
    const result = new FastRun(plan).play();
    played.add(result);
    return result;
  } catch (error) {
    if (error instanceof StepsAside || error instanceof StrategyFault) return null;
    throw error;
  }
}
