import type { Command } from 'commander';
import type { End } from '../exit-code';
import type { OptimiseCommand } from '../optimise/command';
import { Terminal } from '../terminal/terminal';
import { withRunOptions } from './backtest';

/** What every search can be told, beside what its runs can. */
export function withSearchOptions(command: Command): Command {
  return withRunOptions(command, 'a value, or what to search: fast=5..50:5, fast=5..50, side=both,long; repeat it for more')
    .option('--sampler <name>', 'grid (all), random, or bayes (learns from results)', 'bayes')
    .option('--trials <count>', 'largest number of trials', '100')
    .option('--objective <metric>', 'metric to optimise, in its better direction', 'sharpe')
    .option('--min-trades <count>', 'runs with fewer closed trades get no score', '30')
    .option('--jobs <count>', 'number of parallel sandboxes; default: one per core')
    .option('--resume', 'continue an earlier run of the same search', false);
}

// The engine of it is loaded only when it is asked for.
export function addOptimize(program: Command, end: End): void {
  const command = program
    .command('optimize')
    .description('search the parameters of a strategy on stored data')
    .argument('<strategy>', 'name of an installed strategy');
  withSearchOptions(command)
    .option('--out <folder>', 'write search.json with all trials and report.html of the best')
    .option('--json', 'print one JSON object', false)
    .action(async (strategy: string, options: OptimiseCommand & { readonly json: boolean }) => {
      const { runOptimiseVerb } = await import('../optimise/run-optimise');
      end(await runOptimiseVerb(strategy, options, new Terminal({ json: options.json })));
    });
}
