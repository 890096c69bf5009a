import type { BacktestOrder } from '../sandbox/backtest-frames';
import { SandboxDied } from './backtest-failed';
import { findTrouble } from './find-trouble';
import { runInSandbox } from './run-in-sandbox';
import type { BacktestSandboxOptions, SandboxedRun } from './run-in-sandbox';

/**
 * Runs one backtest in a process of its own that reads its tapes and nothing else; several strategies are in it together, as those of one
 * account of a trader, behind the same walls. Where a hook takes that process down, or throws what does not know where, another run finds
 * the place, and that is the fault of the run then.
 */
export async function backtestInSandbox(order: BacktestOrder, options: BacktestSandboxOptions = {}): Promise<SandboxedRun> {
  try {
    const run = await runInSandbox(order, options);
    const isBare = run.strategies.some((one) => one.isBare);
    return (isBare && (await findTrouble(order, 'bare-throw', options))) || run;
  } catch (error) {
    const found = error instanceof SandboxDied ? await findTrouble(order, error.trouble, options) : null;
    if (found) return { ...found, trouble: (error as SandboxDied).trouble };
    throw error;
  }
}
