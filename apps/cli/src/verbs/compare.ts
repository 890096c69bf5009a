import type { Command } from 'commander';
import type { End } from '../exit-code';
import { Terminal } from '../terminal/terminal';

export function addCompare(program: Command, end: End): void {
  program
    .command('compare')
    .description('show the reports of backtests side by side')
    .argument('<report...>', 'two to four JSON reports, from "plimsoll backtest --report FILE.json" or the API')
    .option('--json', 'print one JSON object', false)
    .action(async (files: string[], options: { readonly json: boolean }) => {
      const { runCompareVerb } = await import('../backtest/run-compare');
      end(await runCompareVerb(files, new Terminal(options)));
    });
}
