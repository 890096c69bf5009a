import type { Command } from 'commander';
import type { End } from '../exit-code';
import type { ParityCommand } from '../parity/command';
import { Terminal } from '../terminal/terminal';

// The engine of it is loaded only when it is asked for.
export function addParity(program: Command, end: End): void {
  program
    .command('parity')
    .description('compare a recorded session with a backtest of the same period, and give the cause and cost of every difference')
    .argument('<session|deployment>', 'id of a session or deployment, its beginning, or latest')
    .option('--candles <which>', 'stored, recorded, or auto: stored ones if they are of the traded market', 'auto')
    .option('--taker-fee <fraction>', "fraction of the value, in the backtest; default: the account's")
    .option('--maker-fee <fraction>', "fraction of the value, in the backtest; default: the account's")
    .option('--slippage <ticks>', 'ticks by which a taker fills at a worse price in the backtest', '0')
    .option('--latency <ms>', 'milliseconds until an order reaches the exchange in the backtest', '0')
    .option('--json', 'print one JSON object', false)
    .action(async (wanted: string, options: ParityCommand & { readonly json: boolean }) => {
      const { runParityVerb } = await import('../parity/run-parity-verb');
      end(await runParityVerb(wanted, options, new Terminal(options)));
    });
}
