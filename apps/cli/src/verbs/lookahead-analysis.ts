import type { Command } from 'commander';
import type { RunOptions } from '../backtest/command';
import type { End } from '../exit-code';
import { Terminal } from '../terminal/terminal';
import { withRunOptions } from './backtest';

// The engine of it is loaded only when it is asked for.
export function addLookaheadAnalysis(program: Command, end: End): void {
  const command = program
    .command('lookahead-analysis')
    .description('find look-ahead, repainting and too short a warm-up in a strategy, on stored data')
    .argument('<strategy>', 'name of an installed strategy');
  withRunOptions(command, 'a parameter of the strategy; repeatable')
    .option('--json', 'print one JSON object', false)
    .action(async (strategy: string, options: RunOptions & { readonly json: boolean }) => {
      const { runLookaheadVerb } = await import('../lookahead/run-lookahead');
      end(await runLookaheadVerb(strategy, options, new Terminal(options)));
    });
}
