import type { Command } from 'commander';
import type { End } from '../exit-code';
import type { ParityCommand } from '../parity/command';
import { Terminal } from '../terminal/terminal';

// The engine of it is loaded only when it is asked for.
export function addParity(program: Command, end: End): void {
  program
    .command('parity')
    .description('hold a recorded session against a backtest of the same time and name the cause of every difference in money')
    .argument('<session|deployment>', 'id of a session or of a deployment, its beginning, or latest')
    .option('--candles <which>', 'stored, recorded, or auto: stored ones where they are of the market that was traded', 'auto')
    .option('--taker-fee <fraction>', "of the value, in the backtest; default: the account's")
    .option('--maker-fee <fraction>', "of the value, in the backtest; default: the account's")
    .option('--slippage <ticks>', 'that a taker pays beyond the price in the backtest', '0')
    .option('--latency <ms>', 'until an order reaches the exchange in the backtest', '0')
    .option('--json', 'print one JSON object', false)
    .action(async (wanted: string, options: ParityCommand & { readonly json: boolean }) => {
      const { runParityVerb } = await import('../parity/run-parity-verb');
      end(await runParityVerb(wanted, options, new Terminal(options)));
    });
}
