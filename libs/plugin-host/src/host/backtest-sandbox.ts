import type { BacktestOrder } from '../sandbox/backtest-frames';
import { SandboxDied } from './backtest-failed';
import { findTrouble } from './find-trouble';
import { runInSandbox } from './run-in-sandbox';
import type { BacktestSandboxOptions, SandboxedRun } from './run-in-sandbox';

/**
 * Runs one backtest in its own process, which can read its tapes and nothing else. Several strategies share it, like those of one account
 * in a trader. If a hook crashes the process, or throws without a stack, another run finds the location, which becomes the fault of the
 * run.
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
