import type { Command } from 'commander';
import type { End } from '../exit-code';
import { Terminal } from '../terminal/terminal';
import type { WalkForwardCommand } from '../walk-forward/command';
import { withSearchOptions } from './optimize';

// The engine of it is loaded only when it is asked for.
export function addWalkForward(program: Command, end: End): void {
  const command = program
    .command('walk-forward')
    .description('search stretch after stretch, and trade each winner over data that its search never had')
    .argument('<strategy>', 'name of an installed strategy');
  withSearchOptions(command)
    .requiredOption('--train <length>', 'how much each search is given, as 14d or 12h')
    .requiredOption('--test <length>', 'how much its winner then trades')
    .option('--anchored', 'begin every search at the beginning of the data', false)
    .option('--out <folder>', 'write walk-forward.json and report.html of all tests as one run')
    .option('--json', 'print one JSON object', false)
    .action(async (strategy: string, options: WalkForwardCommand & { readonly json: boolean }) => {
      const { runWalkForwardVerb } = await import('../walk-forward/run-walk-forward');
      end(await runWalkForwardVerb(strategy, options, new Terminal({ json: options.json })));
    });
}
