import { UnusableStrategy, findStrategy, stageStrategy, type StagedStrategy, type StrategyFolder } from '@libs/plugin-host';
import { CommandError, EXIT } from '../exit-code';

/** A strategy by name or folder, for a command line. */
export function foundStrategy(nameOrPath: string): StrategyFolder {
  return usable(() => findStrategy(nameOrPath));
}

/** The same, ready to run without a build; the caller removes it. */
export function stagedStrategy(nameOrPath: string): StagedStrategy {
  return usable(() => stageStrategy(findStrategy(nameOrPath)));
}

function usable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnusableStrategy) throw new CommandError(EXIT.badInput, error.message, { cause: error });
    throw error;
  }
}
