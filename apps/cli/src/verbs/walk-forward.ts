import type { Command } from 'commander';
import type { End } from '../exit-code';
import { Terminal } from '../terminal/terminal';
import type { WalkForwardCommand } from '../walk-forward/command';
import { withSearchOptions } from './optimize';

// The engine of it is loaded only when it is asked for.
export function addWalkForward(program: Command, end: End): void {
  const command = program
    .command('walk-forward')
    .description('search each training window, and trade the winner on the test window after it')
    .argument('<strategy>', 'name of an installed strategy');
  withSearchOptions(command)
    .requiredOption('--train <length>', 'length of a training window, such as 14d or 12h')
    .requiredOption('--test <length>', 'length of the test window in which the winner trades')
    .option('--anchored', 'start every training window at the beginning of the data', false)
    .option('--out <folder>', 'write walk-forward.json and report.html, all test windows as one run')
    .option('--json', 'print one JSON object', false)
    .action(async (strategy: string, options: WalkForwardCommand & { readonly json: boolean }) => {
      const { runWalkForwardVerb } = await import('../walk-forward/run-walk-forward');
      end(await runWalkForwardVerb(strategy, options, new Terminal({ json: options.json })));
    });
}
